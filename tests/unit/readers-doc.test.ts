/** The chapter on card readers in hardware.md says what the readers do. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/app/config/config.ts';
import { TapRequest } from '../../src/contracts/presence.ts';
import { READER_KINDS, UID_FORMATS } from '../../src/contracts/readers.ts';
import { cardOfLine } from '../../src/readers/card-line.ts';
import { LineScanner } from '../../src/readers/line-scanner.ts';
import { page } from './hardware-page.ts';

const chapter = page.slice(page.indexOf('## Card readers\n'), page.indexOf('## When something is wrong\n'));
const blocks = [...chapter.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, text]) => text!);

test('the example is a good configuration', () => {
  const { readers } = parseConfig(blocks[0]!, '/etc/lockout.yaml').config.bays[0]!;
  expect(readers.map(({ kind, baud, format }) => [kind, baud, format])).toEqual([
    ['pn532', 115_200, 'auto'],
    ['serial-line', 9_600, 'decimal'],
  ]);
});

test('every kind of reader has its row, and every format that is named exists', () => {
  for (const kind of READER_KINDS) expect(chapter).toContain(`| \`${kind}\` |`);
  const formats = [...chapter.matchAll(/`(?:format: )?((?:hex|decimal)-reversed)`/g)].map(([, format]) => format);
  expect(formats).toHaveLength(2);
  expect(UID_FORMATS).toEqual(expect.arrayContaining(formats));
});

test('the sketch speaks at the speed of a desk reader, in lines that are understood', () => {
  expect(chapter).toContain('Serial.begin(9600)');
  const sent = '04A2B3C4D5E680\r\n'; // as its loop prints it
  const [line = ''] = new LineScanner().push(Buffer.from(sent), 0);
  expect(cardOfLine(line, 'auto')).toMatchObject({ uidHex: '04A2B3C4D5E680' });
});

describe('what other systems send is what the route takes', () => {
  const known = Object.keys(TapRequest.properties);
  const secret = (tag: string) => ({ tag, resolve: (text: string) => text });
  const customTags = [secret('!secret'), secret('!lambda')];

  test('ESPHome', () => {
    const action = parse(blocks[1]!, { customTags }).pn532_i2c.on_tag[0]['http_request.post'];
    expect(action.url).toMatch(/:8080\/api\/v1\/bays\/bay-1\/taps$/);
    expect(known).toEqual(expect.arrayContaining(Object.keys(action.json)));
  });

  test('Home Assistant', () => {
    const { rest_command, automation } = parse(blocks[2]!, { customTags });
    const { url, payload } = rest_command.lockout_tap;
    expect(url).toMatch(/:8080\/api\/v1\/bays\/bay-1\/taps$/);
    expect(known).toEqual(expect.arrayContaining(Object.keys(JSON.parse(payload))));
    expect(automation[0].triggers[0].event_type).toBe('tag_scanned');
  });
});
