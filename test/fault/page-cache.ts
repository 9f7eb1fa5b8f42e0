/** What drives write in one piece. */
const sectorBytes = 512;
/** What an operating system writes, or gives up, in one piece. */
const pageBytes = 4096;

/** A call that changes a file, as the operating system was asked. */
export type Change =
  | { readonly call: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly call: 'sync'; readonly file: string; readonly ok: boolean }
  | { readonly call: 'truncate'; readonly file: string; readonly length: number }
  | { readonly call: 'unlink'; readonly file: string };

/** A file as programs see it, and as it lies on the disk. */
class CachedFile {
  seen = Buffer.alloc(0);
  stored = Buffer.alloc(0);
  /** Pages that were written since, by number. */
  readonly dirty = new Set<number>();
  /** Nothing of it is on the disk before it is synced once. */
  isStored = false;

  write(at: number, bytes: Buffer): void {
    const end = at + bytes.length;
    if (end > this.seen.length) this.seen = Buffer.concat([this.seen, Buffer.alloc(end - this.seen.length)]);
    bytes.copy(this.seen, at);
    for (let page = Math.floor(at / pageBytes); page * pageBytes < end; page++) this.dirty.add(page);
  }

  truncate(length: number): void {
    const kept = Buffer.alloc(length);
    this.seen.copy(kept);
    this.seen = kept;
  }

  sync(): void {
    this.stored = Buffer.concat([this.stored, Buffer.alloc(Math.max(0, this.seen.length - this.stored.length))]);
    for (const page of this.dirty) this.store(page * pageBytes, (page + 1) * pageBytes);
    this.stored = this.stored.subarray(0, this.seen.length);
    this.dirty.clear();
    this.isStored = true;
  }

  /** The pages count as clean from now on, and are not on the disk: nobody will write them, though everybody reads them. */
  failToSync(): void {
    this.dirty.clear();
  }

  /** What an operating system has written by itself when nobody asked it to: some sectors of what is dirty. */
  storeSome(isLucky: () => boolean): void {
    for (const page of this.dirty)
      for (let at = page * pageBytes; at < (page + 1) * pageBytes; at += sectorBytes)
        if (isLucky()) this.store(at, at + sectorBytes);
  }

  store(from: number, to: number): void {
    const end = Math.min(to, this.seen.length);
    if (from >= end) return;
    if (this.stored.length < end) this.stored = Buffer.concat([this.stored, Buffer.alloc(end - this.stored.length)]);
    this.seen.copy(this.stored, from, from, end);
  }
}

/**
 * A disk behind a cache. What was synced is on the disk. Of the rest any part may be: some pages, some sectors of a page.
 * A sync that fails gives its pages up, as Linux does.
 */
export class PageCache {
  readonly #files = new Map<string, CachedFile>();
  /** Removed, but perhaps not yet on the disk: not before the folder is synced. */
  readonly #removed = new Map<string, CachedFile>();

  /** `folder` is the name by which the folder itself is synced. */
  constructor(private readonly folder: string) {}

  play(change: Change): void {
    if (change.call === 'sync' && change.file === this.folder) {
      if (change.ok) this.#removed.clear();
      return;
    }
    const file = this.#file(change.file);
    if (change.call === 'write') file.write(change.at, change.bytes);
    else if (change.call === 'truncate') file.truncate(change.length);
    else if (change.call === 'unlink') {
      this.#files.delete(change.file);
      this.#removed.set(change.file, file);
    } else if (change.ok) file.sync();
    else file.failToSync();
  }

  /** A file as programs read it now; undefined when there is none. */
  seen(name: string): Buffer | undefined {
    return this.#files.get(name)?.seen;
  }

  /** What is on the disk when the power goes now. Call it once. */
  afterPowerCut(chance: (below: number) => number): ReadonlyMap<string, Buffer> {
    const left = new Map<string, Buffer>();
    for (const [name, file] of [...this.#removed, ...this.#files]) {
      const isRemoved = this.#removed.get(name) === file;
      if (isRemoved && chance(2) === 0) continue;
      file.storeSome(() => chance(2) === 0);
      if (file.isStored) left.set(name, file.stored);
    }
    return left;
  }

  #file(name: string): CachedFile {
    const known = this.#files.get(name);
    if (known) return known;
    const file = new CachedFile();
    this.#files.set(name, file);
    return file;
  }
}
