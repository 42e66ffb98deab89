/** `lockout export MEMBER`: what is kept of a member, as a file. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { EXPORT_FORMATS, type ExportFormat } from '../contracts/history.ts';
import { type AdminClientOptions, findMember, withAdminClient } from './admin-client.ts';
import { print, withAdminOptions } from './member.ts';

export function exportCommand(): Command {
  return withAdminOptions(new Command('export').description('write what is kept of a member into a file'))
    .argument('<member>', 'id, log-in name or alias')
    .addOption(new Option('--format <format>', 'kind of file').choices(EXPORT_FORMATS).default('csv'))
    .option('--out <file>', 'file to write; it must not exist')
    .option('--json', 'print one JSON document about it')
    .action((text: string, options: AdminClientOptions & { format: ExportFormat; out?: string; json?: boolean }) =>
      withAdminClient(options, async (client) => {
        const { id } = await findMember(client, text);
        const { fileName, body } = await client.exportOf(id, options.format);
        const file = options.out ?? fileName;
        const target = createWriteStream(file, { flags: 'wx', mode: 0o600 });
        await pipeline(body instanceof Readable ? body : Readable.from([body]), target);
        print(options, { file, bytes: target.bytesWritten }, `${file} written (${target.bytesWritten} bytes)`);
      }),
    );
}
