/** `lockout token …`: tokens of readers, screens and other programs. */
import { Command, InvalidArgumentError } from 'commander';
import { type Token, TokenScope } from '../contracts/access.ts';
import { type AdminClientOptions, withAdminClient } from './admin-client.ts';
import { print, withAdminOptions } from './member.ts';

interface Options extends AdminClientOptions {
  json?: boolean;
}
const SCOPES = (TokenScope as unknown as { enum: string[] }).enum;

export function tokenCommand(): Command {
  const command = new Command('token').description('manage tokens of readers, screens and other programs');
  const verb = (name: string, description: string) =>
    withAdminOptions(command.command(name).description(description)).option('--json', 'print one JSON document');

  verb('create', 'create a token; its secret is shown only once')
    .argument('<name>', 'what it is for')
    .requiredOption('--scope <scopes>', `what it is good for, separated by commas: ${SCOPES.join(', ')}`, scopes)
    .option('--bay <id>', 'good for this bay only')
    .action((name: string, options: Options & { scope: TokenScope[]; bay?: string }) =>
      withAdminClient(options, async (client) => {
        const made = await client.createToken({ name, scopes: options.scope, bay: options.bay ?? null });
        print(
          options,
          made,
          `${made.secret}\nKeep it: it is shown this one time. To take it back: lockout token revoke ${made.token.id}`,
        );
      }),
    );

  verb('list', 'list tokens').action((options: Options) =>
    withAdminClient(options, async (client) => {
      const tokens = await client.tokens();
      print(options, tokens, tokens.map(line).join('\n') || 'no token yet: lockout token create NAME --scope tap');
    }),
  );

  verb('revoke', 'revoke a token; its connections end at once')
    .argument('<id>', 'as `token list` shows it')
    .action((id: string, options: Options) =>
      withAdminClient(options, async (client) => {
        await client.revokeToken(id);
        print(options, { revoked: id }, `${id} is good for nothing any more`);
      }),
    );
  return command;
}

function scopes(text: string): TokenScope[] {
  const given = text.split(',').map((one) => one.trim());
  const wrong = given.find((one) => !SCOPES.includes(one));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${SCOPES.join(', ')}`);
  return [...new Set(given)] as TokenScope[];
}

function line({ id, name, scopes: of, bay, lastUsedAt, revokedAt }: Token): string {
  const state = revokedAt ? `revoked ${revokedAt.slice(0, 10)}` : `last used ${lastUsedAt?.slice(0, 16) ?? 'never'}`;
  return [id, name, of.join(','), bay ?? 'every bay', state].join('  ');
}
