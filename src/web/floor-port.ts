import type { FloorInfo, Leaderboard, NewClass } from '../contracts/class-clock.ts';
import type { ExerciseName } from '../contracts/common.ts';

/** What members do side by side. Methods reject as `member-ports.ts` says. */
export interface FloorPort {
  info(): FloorInfo;
  startClass(wanted: NewClass): void;
  stopClass(): void;
  leaderboard(exercise?: ExerciseName): Promise<Leaderboard>;
  isOnLeaderboard(memberId: string): Promise<boolean>;
  putOnLeaderboard(memberId: string, isOn: boolean): Promise<void>;
}
