import type { EventSource } from '../model/sigma-event.ts';
import type { ProgramFile } from './data-file.ts';
import { addMapped, fieldMappings, type FieldMapping, type Fields } from './field-mapping.ts';
import type { JsonObject } from './field-path.ts';
import type { Shaped } from './shapes.ts';
import { sourceOf } from './source-registry.ts';

interface Program {
  source: EventSource;
  mappings: readonly FieldMapping[];
}

/** Facility of a Cisco message: `%SEC_LOGIN` of `%SEC_LOGIN-5-LOGIN_SUCCESS`. */
const FACILITY = /^%[A-Z0-9_]{1,40}/;

/** Tells the log source of a syslog line by the program that wrote it. */
export class ProgramTable {
  readonly #programs = new Map<string, Program>();
  readonly #other: Program;

  constructor(file: ProgramFile) {
    for (const spec of file.programs) {
      const program = { source: sourceOf(spec), mappings: fieldMappings(spec.fields) };
      for (const name of spec.programs) this.#programs.set(name, program);
    }
    this.#other = { source: sourceOf(file.otherwise), mappings: [] };
  }

  /** @param event  the whole event; its own fields stay reachable */
  classify(event: JsonObject, programName: string): Shaped {
    const program = this.#programs.get(programName) ?? this.#facility(programName) ?? this.#other;
    if (program.mappings.length === 0) return { source: program.source, fields: event };
    const fields: Fields = { ...event };
    addMapped(fields, event, program.mappings);
    return { source: program.source, fields };
  }

  #facility(name: string): Program | undefined {
    if (!name.startsWith('%')) return undefined;
    return this.#programs.get(FACILITY.exec(name)?.[0] ?? '') ?? this.#programs.get('%');
  }
}
