import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface StaticFile {
  type: string;
  content: Buffer;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Libraries the page loads, from where npm put them. */
const vendored: Record<string, string> = {
  '/vendor/adaptivecards.js': 'adaptivecards/dist/adaptivecards.min.js',
  '/vendor/adaptivecards.css': 'adaptivecards/dist/adaptivecards.css',
  '/vendor/markdown-it.js': 'markdown-it/dist/markdown-it.min.js',
};

/** The page's own files lie flat in one folder, so a name is all that a path may hold. */
const ownFile = /^\/page\/([a-z0-9-]+\.(?:js|css|svg))$/;

/** The file a path of the page stands for, or null. `projectRoot` is the folder of package.json. */
export async function staticFile(path: string, projectRoot: string): Promise<StaticFile | null> {
  const file = locate(path, projectRoot);
  if (file === null) return null;
  try {
    return { type: types[extname(file)] ?? 'application/octet-stream', content: await readFile(file) };
  } catch {
    return null;
  }
}

function locate(path: string, projectRoot: string): string | null {
  const folder = join(projectRoot, 'src', 'simulator', 'demo', 'page');
  if (path === '/') return join(folder, 'index.html');
  const library = vendored[path];
  if (library !== undefined) return join(projectRoot, 'node_modules', library);
  const own = ownFile.exec(path)?.[1];
  return own === undefined ? null : join(folder, own);
}
