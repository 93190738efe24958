import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own with the code of handlers, which a test rewrites while it runs. */
export class HandlerFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** @param files their texts by name */
  static async make(files: Readonly<Record<string, string>>): Promise<HandlerFolder> {
    const folder = new HandlerFolder(await realpath(await mkdtemp(join(tmpdir(), 'longshore-code-'))));
    for (const [name, text] of Object.entries(files)) await folder.write(name, text);
    return folder;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.path, name), text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.path, { recursive: true });
  }
}
