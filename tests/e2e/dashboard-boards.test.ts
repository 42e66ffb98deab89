/** Boards and ports without a shell: which port is which, a board restarted, its firmware written, its port chosen. */
import { describe, expect, it } from 'vitest';
import { de } from '../../dashboard/src/locales/de.ts';
import { en } from '../../dashboard/src/locales/en.ts';
import type { SerialPort } from '../../src/contracts/administration.ts';
import { problemDocument } from '../../src/contracts/problems.ts';
import { FakeStation } from '../support/fake-station.ts';
import {
  chromium,
  isDrawn,
  overflow,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const TEXTS = { en, de } as const;
const UNO = '/dev/serial/by-id/usb-Arduino__www.arduino.cc__0043_55736303739351E0B1C1-if00';
const PORTS: SerialPort[] = [
  {
    path: UNO,
    device: '/dev/ttyACM0',
    what: 'Arduino Uno',
    isLikelyBoard: true,
    bay: 'bay-1',
    use: 'board',
    isPresent: true,
  },
  {
    path: '/dev/ttyUSB0',
    device: '/dev/ttyUSB0',
    what: 'USB adapter (CH340)',
    isLikelyBoard: true,
    bay: null,
    use: null,
    isPresent: true,
  },
  {
    path: '/dev/ttyUSB7',
    device: '/dev/ttyUSB7',
    what: 'PN532',
    isLikelyBoard: false,
    bay: 'bay-1',
    use: 'reader',
    isPresent: false,
  },
];

const looks: [Size, 'en' | 'de', 'dark' | 'light'][] = [
  ['desktop', 'en', 'light'],
  ['phone', 'de', 'dark'],
  ['kiosk', 'en', 'dark'],
];

describe.skipIf(!chromium)(`boards and ports${whyNot}`, () => {
  const { serve, open } = useDashboard();

  async function atBays(size: Size, language: 'en' | 'de', scheme: 'dark' | 'light') {
    const { url, members } = await serve(new FakeStation());
    members.serialPorts = PORTS;
    const context = { locale: language === 'de' ? 'de-DE' : 'en-GB' };
    const page = await open(`${url}/admin/bays`, { size, scheme, context });
    const looked = async (what: string) => {
      await isDrawn(page);
      await shoot(page, `boards-${what}-${size}-${language}-${scheme}`);
      expect(await overflow(page), what).toBe(false);
      expect(await violations(page), what).toEqual([]);
    };
    return { url, members, page, words: TEXTS[language].boards, common: TEXTS[language].common, looked };
  }

  it.each(looks)('shows what is plugged in, and restarts a board: %s, %s, %s', async (size, language, scheme) => {
    const { members, page, words, common, looked } = await atBays(size, language, scheme);
    const rows = page.getByTestId('ports').locator('.row');
    await expect.poll(() => rows.count()).toBe(3);
    expect(await rows.nth(0).innerText()).toContain(words.boardOf('bay-1'));
    expect(await rows.nth(1).innerText()).toContain(words.free);
    expect(await rows.nth(2).innerText()).toContain(`${words.readerOf('bay-1')}, ${words.notIn}`);
    await page.getByRole('button', { name: `${words.restartBoard}: Bay 1` }).click();
    const asks = page.getByRole('dialog', { name: words.restartBoardAsk('Bay 1') });
    await asks.getByRole('button', { name: common.cancel }).click();
    expect(members.restartedBoards).toEqual([]);
    await page.getByRole('button', { name: `${words.restartBoard}: Bay 1` }).click();
    await asks.getByRole('button', { name: words.restartBoard }).click();
    await page.getByText(words.boardRestarted).waitFor();
    expect(members.restartedBoards).toEqual(['bay-1']);
    await looked('ports');
  });

  it.each(looks)(
    'writes the firmware, with how far it is and what failed: %s, %s, %s',
    async (size, language, scheme) => {
      const { members, page, words, looked } = await atBays(size, language, scheme);
      const asked: object[] = [];
      const { flashBoard } = members.administration;
      members.administration.flashBoard = async (bay, request, actor) => {
        asked.push({ bay, ...request });
        return flashBoard(bay, request, actor);
      };
      const button = page.getByRole('button', { name: `${words.flash}: Bay 1` });
      await button.click();
      const dialog = page.getByRole('dialog', { name: words.flashAsk('Bay 1') });
      await dialog.getByLabel(words.kind).selectOption('nano');
      // The bay's own port and the free one; the reader's is not offered.
      await expect.poll(() => dialog.getByLabel(words.port).locator('option').count()).toBe(3);
      await dialog.getByLabel(words.port).selectOption('/dev/ttyUSB0');
      await looked('flash-ask');
      await dialog.getByRole('button', { name: words.flash }).click();
      const progress = page.getByTestId('flash-progress');
      await progress.getByText(words.flashPhases.writing).waitFor();
      expect(asked).toEqual([{ bay: 'bay-1', board: 'nano', port: '/dev/ttyUSB0' }]);
      members.flashing = { ...members.flashing, percent: 40 };
      await expect.poll(() => progress.locator('progress').getAttribute('value')).toBe('40');
      await looked('flash-writing');
      members.flashing = { ...members.flashing, phase: 'asking' };
      await progress.getByText(words.flashPhases.asking).waitFor();
      members.flashing = { ...members.flashing, phase: 'done', firmware: 'Lockout 1.0, protocol 1' };
      await page.getByText(words.flashed('Lockout 1.0, protocol 1')).waitFor();
      await button.click();
      await dialog.getByRole('button', { name: words.flash }).click();
      const params = { board: 'Arduino Nano', chip: 'm168', part: 'atmega328p' };
      const problem = problemDocument({ kind: 'flash-wrong-chip', params });
      members.flashing = { ...members.flashing, phase: 'failed', problem };
      await page.getByTestId('flash-fault').getByText(/m168/).waitFor();
      await looked('flash-failed');
    },
  );

  it('picks the port of a board from what is plugged in', async () => {
    const { url, members } = await serve(new FakeStation());
    members.serialPorts = PORTS;
    const page = await open(`${url}/admin/config`, { size: 'phone' });
    await page.getByRole('searchbox').fill('serial port');
    const pick = page.getByLabel(en.boards.pluggedIn).first();
    await pick.waitFor();
    // A reader's port is no choice for a board.
    expect(await pick.locator('option').allInnerTexts()).toEqual([
      en.boards.typed,
      expect.stringContaining('Arduino Uno'),
      expect.stringContaining('CH340'),
    ]);
    await pick.selectOption(UNO);
    await expect.poll(() => pick.inputValue()).toBe(UNO);
    await expect.poll(() => page.getByLabel('Serial port', { exact: true }).inputValue()).toBe(UNO);
    expect(await violations(page)).toEqual([]);
  });
});
