/** The thread that analyses a file: see analyst.ts. It makes no requests; what it reads stays here. */
import { analyse } from './analyse.ts';
import type { Answer, Question } from './analyst.ts';

const PROGRESS_CHARS = 1_000_000;

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const { file, choices } = data;
  let [read, reported] = [0, 0];
  const onPiece = (chars: number) => {
    read += chars;
    if (read - reported < PROGRESS_CHARS) return;
    reported = read;
    answer({ kind: 'progress', share: Math.min(1, read / file.size) });
  };
  try {
    answer(await analyse(textOf(file), choices, onPiece));
  } catch (error) {
    answer({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
});

const answer = (one: Answer) => postMessage(one);

async function* textOf(file: Blob): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}
