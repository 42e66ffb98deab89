import Type from 'typebox';
import { count, strict } from './common.ts';

const bytes = (description: string) => Type.String({ pattern: '^[0-9]{1,12}$', form: 'digits', description });

/** Query of a file that comes in pieces: each piece is a request of its own. */
export const UploadQuery = strict({
  at: bytes('bytes of the file before this piece; 0 begins a new upload and discards an unfinished one'),
  of: bytes('bytes of the whole file'),
});

/** How far an upload has come. */
export const UPLOAD_PROGRESS = {
  receivedBytes: count('bytes that are here'),
  totalBytes: count('bytes of the whole file'),
};
