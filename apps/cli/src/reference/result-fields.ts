import { z } from 'zod';

/** A field of a command's JSON, nested ones by path: `groups[].lagEntries`. */
export interface ResultField {
  path: string;
  type: string;
  isOptional: boolean;
  meaning: string;
}

interface JsonSchema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
}

/** The fields of a result in the order of its schema. */
export function resultFields(schema: z.ZodType): ResultField[] {
  return fieldsOf(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema, '');
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): ResultField[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const field = {
      path,
      type: typeOf(schema),
      isOptional: !required.includes(name),
      meaning: schema.description ?? '',
    };
    if (schema.items?.properties) return [field, ...fieldsOf(schema.items, `${path}[].`)];
    return [field, ...fieldsOf(schema, `${path}.`)];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(', ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.items) return `array of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === 'object' && !schema.properties) {
    return `object of ${typeOf(schema.additionalProperties)}`;
  }
  return [schema.type ?? 'any'].flat().join(' or ');
}
