/** What every table of the store shares. */
/** Who did it: a person (id and role), a token's role, or the station itself (`{ id: null, role: 'station' }`). */
export interface Actor {
  id: string | null;
  role: string;
}

/** A page: newest first unless it says otherwise; `next` goes into `before` to read on, null at the end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
