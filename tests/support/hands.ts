/** What a person does with a page, counted. */
import type { Locator, Page } from 'playwright-core';

/** In seconds: the keystroke-level model (Card, Moran and Newell 1980), for someone who does not type for a living. */
const KEY_S = 0.28;
const POINT_S = 1.1;
const PRESS_S = 0.2;
const THINK_S = 1.35;
/** To hold a card to the reader. */
const CARD_S = 2;

export class Hands {
  readonly #page: Page;
  clicks = 0;
  keys = 0;
  cards = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A click, or a touch. */
  async click(target: Locator): Promise<void> {
    await target.click();
    this.clicks++;
  }

  /** Goes into the field first. */
  async type(field: Locator, text: string): Promise<void> {
    await this.click(field);
    await this.replace(field, text);
  }

  /** Into the field that has the focus already. */
  async replace(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    this.keys += text.length;
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
    this.keys++;
  }

  async card(tap: () => Promise<void>): Promise<void> {
    await tap();
    this.cards++;
  }

  /** What the hands and the head take, without waiting for the station. */
  get seconds(): number {
    return this.clicks * (THINK_S + POINT_S + PRESS_S) + this.keys * KEY_S + this.cards * (THINK_S + CARD_S);
  }
}
