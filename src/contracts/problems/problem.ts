import Type from 'typebox';
import { entry } from '../codes.ts';

/** A word of the request, or a name that the station knows: never a sentence. */
export const word = (description: string) => Type.String({ description });

/**
 * One kind of problem.
 * @param title the kind in a few words, the same each time
 * @param wrong what is wrong, with the values
 * @param remedy what to do; empty where `wrong` leaves no doubt
 */
export const problem = <const Params extends Type.TProperties>(
  status: number,
  title: string,
  params: Params,
  wrong: (params: Type.Static<Type.TObject<Params>>) => string,
  remedy = '',
) => ({
  status,
  title,
  remedy,
  ...entry(params, (given) => (remedy === '' ? wrong(given) : `${wrong(given)} ${remedy}`)),
});
