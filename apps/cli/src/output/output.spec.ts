import { Output, type Format } from './output.ts';

class Sink {
  text = '';
  readonly isTTY: boolean;
  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

function open(format: Format, { isTerminal = false, isQuiet = false, isColourWanted = true } = {}) {
  const [stdout, stderr] = [new Sink(isTerminal), new Sink(isTerminal)];
  return { stdout, stderr, output: new Output(stdout, stderr, { format, isColourWanted, isQuiet }) };
}

const result = { things: [{ name: 'a' }, { name: 'b' }] };
const print = (format: Format): string => {
  const { output, stdout } = open(format);
  output.result(result, result.things, () => 'as a table');
  return stdout.text;
};

describe('output', () => {
  it('prints a result in every format', () => {
    expect(print('table')).toBe('as a table\n');
    expect(print('json')).toBe('{"schemaVersion":1,"things":[{"name":"a"},{"name":"b"}]}\n');
    expect(print('ndjson')).toBe('{"schemaVersion":1,"name":"a"}\n{"schemaVersion":1,"name":"b"}\n');
    expect(print('yaml')).toBe('schemaVersion: 1\nthings:\n  - name: a\n  - name: b\n');
  });

  it('escapes in JSON what a terminal would act on', () => {
    const { output, stdout } = open('json');
    output.result({ text: '\u009b2J\u001b[2J' }, undefined, () => '');
    expect(stdout.text).toBe('{"schemaVersion":1,"text":"\\u009b2J\\u001b[2J"}\n');
  });

  it('colours only terminals, and only where that is wanted', () => {
    expect(open('table', { isTerminal: true }).output.style.good('x')).not.toBe('x');
    expect(open('table').output.style.good('x')).toBe('x');
    expect(open('table', { isTerminal: true, isColourWanted: false }).output.style.good('x')).toBe('x');
  });

  it('keeps messages off standard output, and notes off everything when quiet', () => {
    const { output, stdout, stderr } = open('json', { isQuiet: true });
    output.note('a note');
    output.warn('a warning');
    output.progress('half');
    output.failure('it failed', ['look there']);
    expect(stdout.text).toBe('');
    expect(stderr.text).toBe('a warning\nerror: it failed\n  look there\n');
  });

  it('shows progress on terminals only and takes it away before anything else', () => {
    const quiet = open('table');
    quiet.output.progress('half');
    expect(quiet.stderr.text).toBe('');
    const loud = open('table', { isTerminal: true });
    loud.output.progress('half');
    loud.output.text('done');
    expect(loud.stderr.text).toBe('\r\x1b[Khalf\r\x1b[K');
  });
});
