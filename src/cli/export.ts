/** `lockout export MEMBER`: what is kept of a member, as a file. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import type { WeightUnit } from '../contracts/common.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../contracts/history.ts';
import { type AdminClientOptions, findMember, withAdminClient } from './admin-client.ts';
import { print, withAdminOptions } from './member.ts';

export function exportCommand(): Command {
  return withAdminOptions(new Command('export').description('export the data of a member to a file'))
    .argument('<member>', 'id, log-in name or alias')
    .addOption(new Option('--format <format>', 'format of the file').choices(EXPORT_FORMATS).default('csv'))
    .addOption(
      new Option('--units <unit>', 'unit of loads in strong, hevy and fit').choices(['kg', 'lb']).default('kg'),
    )
    .option('--out <file>', 'file to write; it must not exist')
    .option('--json', 'print one JSON document about it')
    .action(
      (
        text: string,
        options: AdminClientOptions & { format: ExportFormat; units: WeightUnit; out?: string; json?: boolean },
      ) =>
        withAdminClient(options, async (client) => {
          const { id } = await findMember(client, text);
          const { fileName, body } = await client.exportOf(id, { format: options.format, units: options.units });
          const file = options.out ?? fileName;
          const target = createWriteStream(file, { flags: 'wx', mode: 0o600 });
          await pipeline(body instanceof Readable ? body : Readable.from([body]), target);
          print(options, { file, bytes: target.bytesWritten }, `${file} written (${target.bytesWritten} bytes)`);
        }),
    );
}
