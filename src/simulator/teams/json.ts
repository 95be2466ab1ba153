/** A JSON object whose members nobody has vouched for yet. */
export type JsonObject = { [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as an object, or an empty one: for reading optional branches of a payload. */
export const objectAt = (value: JsonObject, key: string): JsonObject => {
  const member = value[key];
  return isObject(member) ? member : {};
};

/** The member as text, or undefined when it is anything else. */
export const textAt = (value: JsonObject, key: string): string | undefined => {
  const member = value[key];
  return typeof member === 'string' ? member : undefined;
};

/** The members of an array that are objects; an empty list when there is no array. */
export const objectsAt = (value: JsonObject, key: string): JsonObject[] => {
  const member = value[key];
  return Array.isArray(member) ? member.filter(isObject) : [];
};
