/** What the server answers instead. */
export class HubRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly pauseMs: number;
  constructor(status: number, code: string, message: string, pauseMs = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.pauseMs = pauseMs;
  }
}
