import PDFDocument from 'pdfkit';
import { FONT, INK, PAGE, printable, TEXT_WIDTH } from './theme.ts';

type Structure = 'H1' | 'H2' | 'H3' | 'P' | 'LI' | 'Caption';

/** A line of the contents, filled in when all pages are known. */
export interface Heading {
  title: string;
  level: 1 | 2;
  /** From 1. */
  page: number;
  /** Name of the place in the document. */
  anchor: string;
}

export interface SheetFacts {
  title: string;
  subject: string;
  author: string;
  createdAt: Date;
}

const SIZES = { 1: 18, 2: 12.5 } as const;

/** A tagged document that is written from top to bottom; it breaks pages where they end. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly headings: Heading[] = [];
  #page = 1;
  #section: PDFKit.PDFStructureElement;
  readonly #root: PDFKit.PDFStructureElement;

  constructor({ title, subject, author, createdAt }: SheetFacts) {
    this.doc = new PDFDocument({
      ...{
        size: 'A4',
        bufferPages: true,
        tagged: true,
        displayTitle: true,
        lang: 'en-GB',
        pdfVersion: '1.7',
        compress: true,
      },
      margins: { top: PAGE.top, bottom: PAGE.bottom, left: PAGE.left, right: PAGE.right },
      info: {
        Title: title,
        Subject: subject,
        Author: author,
        Creator: 'Redoubt',
        Producer: 'Redoubt',
        CreationDate: createdAt,
        ModDate: createdAt,
      },
    });
    this.doc.on('pageAdded', () => (this.#page += 1));
    this.#root = this.doc.struct('Document');
    this.doc.addStructure(this.#root);
    this.#section = this.doc.struct('Sect');
    this.#root.add(this.#section);
  }

  /** Page that is written now, from 1. */
  get page(): number {
    return this.#page;
  }

  get left(): number {
    return this.doc.page.height - PAGE.bottom - this.doc.y;
  }

  /** Of a paragraph, points. */
  heightOf(text: string, size: number): number {
    return this.doc.font(FONT.body).fontSize(size).heightOfString(printable(text), { width: TEXT_WIDTH, lineGap: 1.5 });
  }

  /** Starts a page when less than this is left on it. */
  need(height: number): void {
    if (this.left < height) this.doc.addPage();
  }

  breakPage(): void {
    this.doc.addPage();
  }

  heading(title: string, level: 1 | 2 = 1): void {
    this.need(level === 1 ? 130 : 90);
    this.#section = this.doc.struct('Sect');
    this.#root.add(this.#section);
    const anchor = `s${this.headings.length}`;
    this.headings.push({ title, level, page: this.#page, anchor });
    if (this.doc.y > PAGE.top + 4) this.doc.y += level === 1 ? 16 : 10;
    this.doc.addNamedDestination(anchor, 'XYZ', PAGE.left, this.doc.y - 8, null);
    this.doc.outline.addItem(printable(title));
    this.text(title, {
      tag: level === 1 ? 'H1' : 'H2',
      font: FONT.bold,
      size: SIZES[level],
      color: INK.brand,
      gap: level === 1 ? 8 : 5,
    });
  }

  /** A paragraph. */
  text(
    text: string,
    {
      tag = 'P',
      font = FONT.body,
      size = 9.5,
      color = INK.text,
      gap = 6,
      indent = 0,
    }: { tag?: Structure; font?: string; size?: number; color?: string; gap?: number; indent?: number } = {},
  ): void {
    const width = TEXT_WIDTH - indent;
    const words = printable(text);
    this.doc.font(font).fontSize(size);
    this.need(Math.min(this.doc.heightOfString(words, { width, lineGap: 1.5 }), 60));
    this.mark(tag, () => {
      this.doc
        .font(font)
        .fontSize(size)
        .fillColor(color)
        .text(words, PAGE.left + indent, this.doc.y, { width, lineGap: 1.5 });
    });
    this.doc.y += gap;
  }

  bullet(text: string): void {
    this.text(`\u2022  ${text}`, { tag: 'LI', indent: 6, gap: 4 });
  }

  /** What is drawn inside is one element of the document's structure. */
  mark(tag: string, draw: () => void, options: { alt?: string } = {}): void {
    this.#section.add(this.doc.struct(tag, options, [draw]));
  }

  /** Rules, grounds and page numbers: nothing that is read out. */
  decorate(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  addElement(element: PDFKit.PDFStructureElement): void {
    this.#section.add(element);
  }

  /** A page that is written when all headings are known; its place in the order of reading is here. */
  reservePage(): { section: PDFKit.PDFStructureElement; page: number } {
    this.doc.addPage();
    const section = this.doc.struct('Sect');
    this.#root.add(section);
    return { section, page: this.#page };
  }

  /** Goes over every page once all are there. */
  eachPage(draw: (page: number, pages: number) => void): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let index = start; index < start + count; index++) {
      this.doc.switchToPage(index);
      draw(index - start + 1, count);
    }
  }

  end(): Promise<Buffer> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const chunks: Buffer[] = [];
    this.doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.doc.on('end', () => resolve(Buffer.concat(chunks)));
    this.doc.on('error', reject);
    this.#root.end();
    this.doc.end();
    return promise;
  }
}
