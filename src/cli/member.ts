/** `lockout member …`: members without the page. */
import { Command, Option } from 'commander';
import type { PersonRole } from '../contracts/access.ts';
import type { Member } from '../contracts/members.ts';
import { type AdminClient, type AdminClientOptions, findMember, withAdminClient } from './admin-client.ts';
import { readCardNumber, readSecret } from './secret.ts';

interface Options extends AdminClientOptions {
  json?: boolean;
}
const ROLES: PersonRole[] = ['member', 'trainer', 'admin'];

export function memberCommand(): Command {
  const command = new Command('member').description('manage members, trainers and admins');
  const verb = (name: string, description: string) =>
    withAdminOptions(command.command(name).description(description)).option('--json', 'print one JSON document');

  verb('list', 'list members')
    .option('--search <text>', 'part of alias, name or log-in name')
    .action((options: Options & { search?: string }) =>
      withAdminClient(options, async (client) => {
        const members = await all(client, options.search);
        print(options, members, members.map(line).join('\n') || 'No members yet. Add one: lockout member add ALIAS');
      }),
    );

  verb('add', 'add a member, trainer or admin')
    .argument('<alias>', 'the name that screens show')
    .option('--name <name>', 'full name, for trainers only')
    .addOption(new Option('--role <role>', 'what this person may do').choices(ROLES).default('member'))
    .option('--login <name>', 'name to log in with; the PIN or password is asked for, or read from standard input')
    .action((alias: string, options: Options & { name?: string; role: PersonRole; login?: string }) =>
      withAdminClient(options, async (client) => {
        const { name = null, role, login = null } = options;
        const secret = login === null ? null : await readSecret();
        const member = await client.create({ alias, name, role, login, secret });
        print(options, member, line(member));
      }),
    );

  verb('card', 'list, add or remove cards of a member')
    .argument('<member>', 'id, log-in name or alias')
    .option('--at [bay]', 'give them the card that is held to the reader of this bay (the first one) within a minute')
    .option('--type', 'give them the card whose number is typed, or comes on standard input')
    .option('--remove <id>', 'card that is lost')
    .action((text: string, options: Options & { at?: string | true; type?: boolean; remove?: string }) =>
      withAdminClient(options, async (client) => {
        const { id } = await findMember(client, text);
        const { at, type, remove } = options;
        if (remove) await client.removeCard(id, remove);
        const uid = type ? await readCardNumber() : null;
        if (at || type) await client.addCard(id, typeof at === 'string' ? at : null, uid);
        const cards = await client.cards(id);
        const lines = cards.map((card) => `${card.id}  …${card.lastDigits}  since ${card.addedAt.slice(0, 10)}`);
        print(options, cards, lines.join('\n') || 'no card yet: lockout member card MEMBER --at BAY gives one');
      }),
    );

  verb('secret', 'set a new PIN or password for a member, and end all their log-ins')
    .argument('<member>', 'id, log-in name or alias')
    .option('--login <name>', 'and another name to log in with')
    .action((text: string, options: Options & { login?: string }) =>
      withAdminClient(options, async (client) => {
        const { id } = await findMember(client, text);
        const secret = await readSecret();
        const member = await client.change(id, { secret, ...(options.login && { login: options.login }) });
        print(options, member, `${member.alias} logs in as ${member.login} with it from now on`);
      }),
    );

  verb('role', 'change the role of a member')
    .argument('<member>', 'id, log-in name or alias')
    .argument('<role>', ROLES.join(', '))
    .action((text: string, role: string, options: Options) =>
      withAdminClient(options, async (client) => {
        if (!isRole(role)) throw new Error(`"${role}" is no role; it must be one of ${ROLES.join(', ')}`);
        const { id, hasSecret } = await findMember(client, text);
        // What opens more must be longer: a PIN becomes a password.
        const secret = role !== 'member' && hasSecret ? { secret: await readSecret() } : {};
        const member = await client.change(id, { role, ...secret });
        print(options, member, line(member));
      }),
    );

  verb('delete', 'delete a member and all their data')
    .argument('<member>', 'id, log-in name or alias')
    .requiredOption('--yes', 'their sets are gone for good: say so')
    .action((text: string, options: Options) =>
      withAdminClient(options, async (client) => {
        const member = await findMember(client, text);
        await client.remove(member.id);
        print(options, { deleted: member.id }, `${member.alias} and everything that was kept of them is deleted`);
      }),
    );

  verb('set-up-code', 'print a new one-time code for the first admin').action((options: Options) =>
    withAdminClient(options, async (client) => {
      const code = await client.setUpCode();
      if (code === null)
        throw new Error('there is an admin already; lockout member add --role admin makes another one');
      print(options, { code }, code);
    }),
  );
  return command;
}

export const withAdminOptions = (command: Command) =>
  command
    .option('--url <url>', 'address of the station; needs a token in LOCKOUT_TOKEN (default: from the configuration)')
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)');

export function print({ json }: { json?: boolean }, value: unknown, text: string): void {
  console.log(json ? JSON.stringify(value, null, 2) : text);
}

const isRole = (text: string): text is PersonRole => (ROLES as string[]).includes(text);

const line = ({ id, alias, role, login, name, cards }: Member) =>
  [
    id,
    role.padEnd(7),
    alias,
    ...(name ? [`(${name})`] : []),
    ...(login ? [`logs in as ${login}`] : []),
    `${cards} card(s)`,
  ].join('  ');

async function all(client: AdminClient, search: string | undefined): Promise<Member[]> {
  const found: Member[] = [];
  for (let before: string | undefined; ; ) {
    const { members, next } = await client.page(search, before);
    found.push(...members);
    if (next === null) return found;
    before = next;
  }
}
