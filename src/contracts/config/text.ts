import Type from 'typebox';

export const text = (description: string, fallback: string, options: Type.TStringOptions = {}) =>
  Type.String({ description, default: fallback, ...options });
