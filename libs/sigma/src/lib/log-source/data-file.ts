/** How a value is written before rules see it. */
export type Rewrite =
  'number' | 'joined' | 'with_json' | 'url_path' | 'url_query' | 'url_host' | 'url_extension' | 'hash_list';

/** Where a Sigma field comes from: paths of the sender's event, best first. */
export interface FieldSpec {
  from: string | readonly string[];
  as?: Rewrite;
  /** Sender's word → Sigma's word; others stay as they are. */
  map?: Readonly<Record<string, string>>;
  /** Of a list of `{name, value}`: the value of the member with this name. */
  named?: string;
  /** Written even where the event has a field of this name already. */
  isReplacing?: boolean;
}

/** Sigma field → where it comes from; a text alone is a path. */
export type FieldSpecs = Readonly<Record<string, string | readonly string[] | FieldSpec>>;

/** What a field must hold: it is there (`true`), is one of these words, or starts with one of these. */
export type TestSpec = true | readonly (string | number)[] | { startsWith: readonly string[] };

/** One way in which events of a log source look. */
export interface ShapeSpec {
  /** What it is, for the reference page. */
  title: string;
  /** A key that the event must have; shapes are found by it. */
  has: string;
  where?: Readonly<Record<string, TestSpec>>;
  product?: string;
  service?: string;
  categories?: readonly string[];
  /** The product as a field of the event says it. */
  productFrom?: { path: string; words: Readonly<Record<string, string>> };
  /** Name of a field set of the same file. */
  fieldSet?: string;
  fields?: FieldSpecs;
  /** Objects whose members stand beside the event's own fields for rules. */
  spread?: readonly string[];
}

/** A data file of shapes. */
export interface ShapeFile {
  family: string;
  title: string;
  fieldSets?: Readonly<Record<string, FieldSpecs>>;
  shapes: readonly ShapeSpec[];
}

/** Windows event ids of one service that belong to categories. */
export interface EventIdSpec {
  ids: readonly number[];
  categories: readonly string[];
  /** Only when this field holds one of these words. */
  when?: { field: string; is: readonly string[] };
  fields?: FieldSpecs;
}

export interface ChannelSpec {
  service?: string;
  product?: string;
  categories?: readonly string[];
  channels: readonly string[];
  providers?: readonly string[];
  /** Name of the list of event ids under `events`. */
  events?: string;
}

/** The data file of Windows event logs. */
export interface WindowsFile {
  family: string;
  title: string;
  channels: readonly ChannelSpec[];
  events: Readonly<Record<string, readonly EventIdSpec[]>>;
}

/** The data file of log lines that programs write. */
export interface ProgramFile {
  family: string;
  title: string;
  programs: readonly {
    title: string;
    programs: readonly string[];
    product?: string;
    service?: string;
    categories?: readonly string[];
    fields?: FieldSpecs;
  }[];
  /** Of every other program. */
  otherwise: { product?: string; service?: string };
}

/** Log sources that nothing in an event tells, unless its sender says so. */
export interface DeclaredFile {
  family: string;
  title: string;
  sources: readonly { product?: string; service?: string; category?: string }[];
}
