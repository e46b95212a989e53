import { foldTable, foldText } from './fold.ts';

describe('foldText', () => {
  it.each([
    ['PowerShell.EXE', 'powershell.exe'],
    ['\u212aerberos', 'kerberos'],
    ['Ma\u017f\u017fe', 'masse'],
    ['ΣΑΣ σας', 'σασ σασ'],
    ['STRASSE straße \u1e9e', 'strasse straße ß'],
    ['\u0130stanbul', '\u0130stanbul'],
    ['\u0131', '\u0131'],
    ['😀 A', '😀 a'],
    ['\ud800X', '\ud800x'],
    ['', ''],
  ])('folds %j to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('is stable', () => {
    const folds = foldTable();
    expect(folds.filter((folded) => folds[folded] !== folded)).toHaveLength(0);
  });

  it('folds ASCII and other texts by the same table', () => {
    const ascii = String.fromCharCode(...Array(128).keys());
    expect(foldText(`${ascii}é`)).toBe(`${foldText(ascii)}é`);
  });

  it('folds long texts', () => {
    expect(foldText('É'.repeat(20_000))).toBe('é'.repeat(20_000));
  });
});
