import AjvCompiler from '@fastify/ajv-compiler';

/** Fastify's defaults turn "5" into 5 and drop unknown keys without a word. */
export const VALIDATION = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  allErrors: true,
  // An error describes the field, without its regular expression.
  verbose: true,
  keywords: ['unit', 'secret', 'form'],
} as const;

type Build = ReturnType<typeof AjvCompiler>;

/** To compile a check for each of a hundred routes takes a third of the start; each is compiled when its route is first asked for. */
export const lazyValidation: Build = (externalSchemas, options) => {
  let build: ReturnType<Build> | undefined;
  const compile: ReturnType<Build> = (route) => (build ??= AjvCompiler()(externalSchemas, options as never))(route);
  return (route) => {
    let check: ReturnType<typeof compile> | undefined;
    const validate = (data: unknown) => {
      check ??= compile(route);
      const result = check(data);
      Object.assign(validate, { errors: check.errors });
      return result;
    };
    return validate as unknown as ReturnType<typeof compile>;
  };
};
