import type { Request, RequestHandler, Response } from 'express';
import { PAGE_ENCODINGS, type PageEncoding, type PageFile } from './page-files.ts';
import { CHECKED, IMMUTABLE, PAGE_POLICY } from './page-headers.ts';

/** A last part with a dot asks for a file, without one for a view of the page. */
const fileName = /\.[^/]*$/;

/**
 * Sends the page's files, and the page itself under every path that a browser opens and that is no file, so that links
 * to its views work. What is under `/api` and what programs ask for is left to others.
 */
export function pageHandler(files: ReadonlyMap<string, PageFile>): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') next();
    else {
      const file = files.get(request.path) ?? (isView(request) ? files.get('/index.html') : undefined);
      if (file) send(file, request, response);
      else next();
    }
  };
}

function isView({ path, headers }: Request): boolean {
  if (path === '/api' || path.startsWith('/api/') || fileName.test(path)) return false;
  return headers.accept?.includes('text/html') === true;
}

function send(file: PageFile, request: Request, response: Response): void {
  response.set({
    'content-security-policy': PAGE_POLICY,
    'cache-control': file.isImmutable ? IMMUTABLE : CHECKED,
    'content-type': file.contentType,
    vary: 'accept-encoding',
    etag: file.etag,
  });
  if (request.headers['if-none-match'] === file.etag) {
    response.status(304).end();
    return;
  }
  const encoding = bestEncoding(request, file);
  const body = (encoding && file.encoded[encoding]) ?? file.content;
  if (encoding) response.set('content-encoding', encoding);
  response.set('content-length', String(body.length));
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

function bestEncoding(request: Request, { encoded }: PageFile): PageEncoding | undefined {
  const present = PAGE_ENCODINGS.filter((encoding) => encoded[encoding] !== undefined);
  const accepted = present.length === 0 ? false : request.acceptsEncodings(...present);
  return present.find((encoding) => encoding === accepted);
}
