/**
 * What OSCAL 1.1 asks of the parts of assessment results and plans that reports use, in JSON Schema: which fields there
 * must be, how values look, and that nothing else stands there. A restatement of the model at
 * https://pages.nist.gov/OSCAL/resources/concepts/layer/assessment/, at least as strict as NIST's own schema.
 */
const text = { type: 'string', pattern: '\\S' };
const line = { type: 'string', pattern: '^\\S(.*\\S)?$' };
const token = { type: 'string', pattern: '^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$' };
const uuid = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$',
};
const time = { type: 'string', format: 'date-time' };
const uri = { type: 'string', format: 'uri' };

const object = (required: Record<string, unknown>, optional: Record<string, unknown> = {}): object => ({
  ...{ type: 'object', additionalProperties: false },
  ...{ required: Object.keys(required), properties: { ...required, ...optional } },
});
const list = (items: object): object => ({ type: 'array', minItems: 1, items });

const prop = object({ name: token, value: line }, { uuid, ns: uri, class: token, remarks: text });
const props = list(prop);
const href = { type: 'string', pattern: '^(#|https?://)\\S+$' };
const metadata = object(
  {
    title: text,
    'last-modified': time,
    version: line,
    'oscal-version': { type: 'string', pattern: '^1\\.\\d+\\.\\d+$' },
  },
  { props, remarks: text },
);
const reviewedControls = object({
  'control-selections': list(
    object({}, { description: text, 'include-controls': list(object({ 'control-id': token })) }),
  ),
});
const resource = object(
  { uuid },
  {
    ...{ title: text, description: text },
    base64: object(
      { value: { type: 'string', pattern: '^[0-9A-Za-z+/]+={0,2}$' } },
      { filename: token, 'media-type': line },
    ),
  },
);
const backMatter = object({}, { resources: list(resource) });
const observation = object(
  { uuid, description: text, methods: list({ enum: ['EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN'] }), collected: time },
  {
    ...{ title: text, props, expires: time },
    subjects: list(object({ 'subject-uuid': uuid, type: token }, { title: text })),
    'relevant-evidence': list(object({ description: text }, { props, href })),
  },
);
const related = { 'related-observations': list(object({ 'observation-uuid': uuid })) };
const risk = object({ uuid, title: text, description: text, statement: text, status: token }, { props, ...related });
const target = object(
  {
    type: { enum: ['statement-id', 'objective-id'] },
    'target-id': token,
    status: object({ state: { enum: ['satisfied', 'not-satisfied'] } }, { reason: token, remarks: text }),
  },
  { title: text, props },
);
const finding = object(
  { uuid, title: text, description: text, target },
  { props, ...related, 'related-risks': list(object({ 'risk-uuid': uuid })) },
);
const component = object({ uuid, type: line, title: text, description: text, status: object({ state: token }) });
const result = object(
  { uuid, title: text, description: text, start: time, 'reviewed-controls': reviewedControls },
  {
    ...{ end: time, props, observations: list(observation), risks: list(risk), findings: list(finding) },
    'local-definitions': object({}, { components: list(component) }),
  },
);

export const OSCAL_RESULTS_SCHEMA = object({
  'assessment-results': object(
    { uuid, metadata, 'import-ap': object({ href }), results: list(result) },
    { 'back-matter': backMatter },
  ),
});

export const OSCAL_PLAN_SCHEMA = object({
  'assessment-plan': object(
    { uuid, metadata, 'import-ssp': object({ href }), 'reviewed-controls': reviewedControls },
    {
      'local-definitions': object(
        {},
        { activities: list(object({ uuid, description: text }, { title: text, props })) },
      ),
      'back-matter': backMatter,
    },
  ),
});
