/** The complex types of a CSDL schema, as far as tests ask: each with its properties and their types. */
export interface ComplexType {
  base: string | null;
  /** Name of a property to its type, without the namespace; `Collection(x)` is `x[]`. */
  properties: Map<string, string>;
}

/** Reads the complex and entity types of a CSDL text. */
export function readCsdl(text: string): Map<string, ComplexType> {
  const types = new Map<string, ComplexType>();
  for (const [, attributes = '', body = ''] of text.matchAll(
    /<(?:ComplexType|EntityType) ([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:ComplexType|EntityType)>)/g,
  )) {
    const properties = [...body.matchAll(/<Property Name="(\w+)" Type="([^"]+)"/g)].map(
      ([, name, type]) => [name!, shortType(type!)] as const,
    );
    const base = /BaseType="([^"]+)"/.exec(attributes)?.[1] ?? null;
    types.set(/Name="(\w+)"/.exec(attributes)![1]!, {
      base: base === null ? null : shortType(base),
      properties: new Map(properties),
    });
  }
  return types;
}

/** A property of a type or of what that is based on. */
export function propertyType(types: Map<string, ComplexType>, type: string, name: string): string | undefined {
  const found = types.get(type);
  if (found === undefined) return undefined;
  return found.properties.get(name) ?? (found.base === null ? undefined : propertyType(types, found.base, name));
}

function shortType(type: string): string {
  const inner = /^Collection\((.+)\)$/.exec(type)?.[1];
  return inner === undefined ? type.replace(/^self\./, '') : `${shortType(inner)}[]`;
}
