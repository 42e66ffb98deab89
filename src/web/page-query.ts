/** Which part of a long list is asked for. */
export interface PageQuery {
  limit: number;
  before?: string;
}
