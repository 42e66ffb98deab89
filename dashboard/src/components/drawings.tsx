/** Our own drawings of the hip thrust: bench, lifter and bar from the side, and the padded bar from the front. */

type Accent = 'bench' | 'feet' | 'up' | 'hold' | 'down';

/** Where the joints are with the hips low and high, on a board of 240 × 140. */
const JOINTS = {
  low: { shoulder: '74,66', hip: '128,104', knee: '174,66', bar: { x: 124, y: 88 } },
  high: { shoulder: '72,66', hip: '130,64', knee: '180,64', bar: { x: 126, y: 47 } },
} as const;

function Lifter({ hips, accent }: { hips: keyof typeof JOINTS; accent: Accent }) {
  const { shoulder, hip, knee, bar } = JOINTS[hips];
  return (
    <svg class="drawing" viewBox="0 0 240 140" aria-hidden="true">
      <path class="drawing__ground" d="M8 128H232" />
      <path class="drawing__bench" data-accent={accent === 'bench'} d="M22 78H78M32 80V126M68 80V126" />
      <circle class="drawing__head" cx="52" cy="52" r="12" />
      <path class="drawing__body" d={`M${shoulder} L${hip} L${knee} L180,122`} />
      <path class="drawing__foot" data-accent={accent === 'feet'} d="M178 123H200" />
      {accent === 'feet' && <path class="drawing__help" d="M180 58V128" />}
      <circle class="drawing__plate" cx={bar.x} cy={bar.y} r="25" />
      <circle class="drawing__bar" data-accent={accent !== 'feet'} cx={bar.x} cy={bar.y} r="7" />
      {accent === 'up' && <path class="drawing__arrow" d="M214 100V46M200 60l14-15 14 15" />}
      {accent === 'down' && <path class="drawing__arrow" d="M214 46V100M200 86l14 15 14-15" />}
      {accent === 'hold' && <path class="drawing__arrow" d="M206 48V96M222 48V96" />}
    </svg>
  );
}

function PaddedBar() {
  return (
    <svg class="drawing" viewBox="0 0 240 140" aria-hidden="true">
      <path class="drawing__rod" d="M10 72H230" />
      <path class="drawing__disc" d="M32 30V114M208 30V114" />
      <path class="drawing__disc drawing__disc--small" d="M52 46V98M188 46V98" />
      <path class="drawing__pad" d="M96 72H144" />
    </svg>
  );
}

/** In the order of `setUpSteps` of the hip thrust. */
export const HIP_THRUST_SET_UP = [
  <PaddedBar key="pad" />,
  <Lifter key="bench" hips="low" accent="bench" />,
  <Lifter key="feet" hips="high" accent="feet" />,
];

export const HIP_THRUST_REP = {
  drive: <Lifter hips="low" accent="up" />,
  hold: <Lifter hips="high" accent="hold" />,
  lower: <Lifter hips="high" accent="down" />,
};
