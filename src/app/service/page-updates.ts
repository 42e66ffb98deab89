/** An update that an admin starts on the page: the package comes here and is looked at; root installs it (`update-request.ts`). */
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { BlockList } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { isoNow, systemClock } from '../../common/clock.ts';
import { problemDocument } from '../../contracts/problems.ts';
import type { PackageOffer, PackageUpload, StartUpdate, UpdateReport, UpdateState } from '../../contracts/update.ts';
import { type Actor, networks, ProblemError, type UpdatesPort } from '../../web/index.ts';
import { type Piece, Upload } from '../upload.ts';
import { version } from '../version.ts';
import { fetchPackage, LARGEST_BYTES } from './fetch-package.ts';
import { checkOffer, type PackagePlace, verifyPackage } from './inspect-package.ts';
import { readPublicKey } from './minisign.ts';
import { KEYS, LIB, readPackage } from './release-files.ts';
import { readUpdateReport, UPDATE_FOLDER } from './update-report.ts';
import { PACKAGE, REQUESTS, readRequest, writeRequest } from './update-request.ts';

/** Where updates from the page happen. */
export interface UpdatePlace extends Omit<PackagePlace, 'dataDir'> {
  /** Where root looks for requests. */
  requests: string;
  /** Whether this process runs from the package. */
  isPackage: boolean;
  /** Whether systemd runs this process, and root's part is installed. */
  isService: boolean;
}

const REQUEST_UNIT = '/usr/lib/systemd/system/lockout-update-request.path';
const SIGNATURE_BYTES = 4096;
const IN_PROGRESS: readonly UpdateReport['phase'][] = ['waiting', 'preparing', 'installing', 'checking', 'undoing'];

const thisMachine = (): UpdatePlace => ({
  lib: LIB,
  keys: KEYS,
  updates: UPDATE_FOLDER,
  requests: REQUESTS,
  isPackage: existsSync(LIB) && fileURLToPath(import.meta.url).startsWith(realpathSync(LIB)),
  isService: process.env.LOCKOUT_RESTARTED_BY === 'systemd' && existsSync(REQUEST_UNIT),
});

interface PageUpdatesOptions {
  /** Left out: this machine. */
  place?: UpdatePlace | undefined;
  dataDir: string;
  /** Own networks that a package may be fetched from. */
  ownNetworks: readonly string[];
  audit: (kind: string, actor: Actor, after: object) => Promise<void>;
}

export class PageUpdates implements UpdatesPort {
  readonly #place: UpdatePlace;
  readonly #audit: PageUpdatesOptions['audit'];
  readonly #dataDir: string;
  readonly #file: string;
  readonly #allowed: BlockList;
  readonly #package: Upload;
  readonly #signature: Upload;
  /** What lies here, once it was looked at. */
  #offer: PackageOffer | null = null;
  #isFetching = false;

  constructor({ place = thisMachine(), dataDir, ownNetworks, audit }: PageUpdatesOptions) {
    this.#place = place;
    this.#dataDir = dataDir;
    this.#audit = audit;
    this.#allowed = networks(ownNetworks);
    this.#file = join(place.requests, PACKAGE);
    const neededBytes = (fileBytes: number) => fileBytes + 20e6;
    this.#package = new Upload({ path: this.#file, mostBytes: LARGEST_BYTES, neededBytes });
    this.#signature = new Upload({ path: `${this.#file}.minisig`, mostBytes: SIGNATURE_BYTES, neededBytes });
  }

  state(): UpdateState {
    const { updates } = this.#place;
    const last = readUpdateReport(updates);
    return {
      version,
      obstacle: this.#obstacle(),
      trustedKey: this.#trustedKey(),
      offer: this.#offer,
      requestedAt: this.#requestedAt(last),
      last,
    };
  }

  async uploadPackage(piece: Piece, body: Readable): Promise<PackageUpload> {
    if (piece.at === 0) this.#begin();
    return this.#take(this.#package, piece, body);
  }

  async uploadSignature(piece: Piece, body: Readable): Promise<PackageUpload> {
    this.#mayChange();
    return this.#take(this.#signature, piece, body);
  }

  async fetch(url: string): Promise<UpdateState> {
    this.#begin();
    mkdirSync(this.#place.requests, { recursive: true, mode: 0o700 });
    this.#isFetching = true;
    try {
      await fetchPackage(url, this.#file, { allowed: this.#allowed });
    } catch (error) {
      this.#discard();
      throw error;
    } finally {
      this.#isFetching = false;
    }
    this.#offer = await this.#inspect(false);
    return this.state();
  }

  async start(wanted: StartUpdate, actor: Actor): Promise<UpdateState> {
    this.#mayChange();
    if (!this.#offer) throw new ProblemError('no-package-here', {});
    // Looked at again: what lies here, and what runs, may have changed since.
    this.#offer = await this.#inspect(wanted.again);
    const { refusal, version: offered } = this.#offer;
    if (refusal) throw new ProblemError(refusal.kind, refusal.params as never);
    if (offered !== wanted.version) throw new ProblemError('no-package-here', {});
    await this.#audit('update-started', actor, { version: offered });
    writeRequest({ at: isoNow(systemClock), again: wanted.again }, this.#place.requests);
    this.#offer = null;
    return this.state();
  }

  #begin(): void {
    this.#mayChange();
    this.#discard();
  }

  #discard(): void {
    this.#offer = null;
    this.#package.discard();
    this.#signature.discard();
  }

  /** @throws ProblemError when there is no update here, or one is in progress */
  #mayChange(): void {
    const last = readUpdateReport(this.#place.updates);
    if (this.#obstacle() !== null) throw new ProblemError('no-update-here', {});
    if (this.#isFetching || this.#requestedAt(last) !== null || (last && IN_PROGRESS.includes(last.phase)))
      throw new ProblemError('update-in-progress', {});
  }

  async #take(upload: Upload, piece: Piece, body: Readable): Promise<PackageUpload> {
    const isWhole = await upload.take(piece, body);
    const { progress } = upload;
    if (!isWhole) return { ...progress, state: null };
    if (existsSync(this.#file)) this.#offer = await this.#inspect(false);
    return { ...progress, state: this.state() };
  }

  async #inspect(again: boolean): Promise<PackageOffer> {
    const offer: PackageOffer = {
      bytes: statSync(this.#file).size,
      version: null,
      architecture: null,
      signedBy: null,
      comment: '',
      refusal: null,
    };
    try {
      const { key, comment } = await verifyPackage(this.#file, this.#place.keys);
      Object.assign(offer, { signedBy: key, comment });
      const found = await readPackage(this.#file);
      Object.assign(offer, { version: found.version, architecture: found.architecture });
      await checkOffer(found, { ...this.#place, dataDir: this.#dataDir }, again);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      offer.refusal = problemDocument(error.code);
    }
    return offer;
  }

  #obstacle(): UpdateState['obstacle'] {
    const { isPackage, isService } = this.#place;
    if (!isPackage) return 'not-a-package';
    if (!isService) return 'no-service';
    return this.#trustedKey() === null ? 'no-key' : null;
  }

  #trustedKey(): string | null {
    const file = this.#place.keys.find((candidate) => existsSync(candidate));
    if (!file) return null;
    try {
      return readPublicKey(readFileSync(file, 'utf8')).id;
    } catch {
      return null;
    }
  }

  /** Null: nothing was requested, or the update has begun. Root removes the request then. */
  #requestedAt(last: UpdateReport | null): string | null {
    if (last && IN_PROGRESS.includes(last.phase)) return null;
    return readRequest(this.#place.requests)?.at ?? null;
  }
}
