import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { quantity } from './common.ts';

/** Why a channel is not trusted, or what there is to say of one that is. */
export const CHANNEL_REASONS = {
  'no-reading-yet': entry({}, () => 'no usable reading yet'),
  silent: entry(
    { silentS: quantity('s', { description: 'so long without a reading' }) },
    ({ silentS }) => `no reading for ${silentS} s`,
  ),
  'outliers-rejected': entry({}, () => 'single readings are far off and rejected'),
  'height-doubted': entry({}, () => 'the distance sensor itself doubts its readings'),
  'height-stuck': entry({}, () => 'the height repeats one number: the distance sensor has stopped measuring'),
  'height-jumps': entry({}, () => 'the height jumps faster than a bar can move'),
  'height-noisy': entry(
    { mostMm: quantity('mm', { description: 'the most noise (standard deviation) that is accepted' }) },
    ({ mostMm }) => `the height is noisy (more than ${mostMm} mm): clean the sensor or change what it looks at`,
  ),
  'force-doubted': entry({}, () => 'the load cell itself doubts its readings'),
  'force-stuck': entry({}, () => 'the force repeats one number: the load cell has stopped measuring'),
  'force-jumps': entry(
    {},
    () => 'the force jumps and comes back within a few readings: check the cable of the load cell',
  ),
  'force-wanders': entry(
    {},
    () => 'the force wanders above and below zero, as no load does: a wire of the load cell is broken',
  ),
};

export type ChannelReasonCode = CodeOf<typeof CHANNEL_REASONS>;
export const ChannelReason = codedSchema(CHANNEL_REASONS);
export type ChannelReason = CodedOf<typeof CHANNEL_REASONS>;

export const channelReason = (code: ChannelReasonCode): ChannelReason => ({
  ...code,
  text: textIn(CHANNEL_REASONS, code),
});
