/** `lockout hub`: what an admin of a chain does with people. */
import { Command } from 'commander';
import { type HubPlace, placed, withHub } from './hub-place.ts';

export const peopleCommands = (): Command[] => [
  new Command('card-key').description('the key of the organisation for its cards').addCommand(
    placed('rotate', 'store cards by a new key from their next tap on, as after a theft').action(
      async (options: HubPlace) => {
        const kid = await withHub(options, ({ people }) => people.rotateCardKey());
        console.log(
          `Card key ${kid} goes to every gym. Existing cards keep working, and are stored with it at their next tap.`,
        );
      },
    ),
  ),
  placed('delete-member', 'delete a member in every gym, with all that they lifted')
    .argument('<id>', 'as `lockout hub status` and a station show it')
    .action(async (id: string, options: HubPlace) => {
      await withHub(options, ({ people }) => people.remove(id));
      console.log(
        `Member ${id} is deleted here. \`lockout hub status\` lists the controllers that have yet to confirm it.`,
      );
    }),
  placed('conflict', 'settle what a gym and the hub changed differently')
    .argument('<number>', 'as the status page shows it')
    .argument('<take|drop>', "take the gym's value, or drop it")
    .option('--revision <n>', 'of the member, as `lockout hub status` showed it: refused if it is another one by now')
    .action(async (number: string, what: string, options: HubPlace & { revision?: string }) => {
      if (what !== 'take' && what !== 'drop') throw new Error(`"${what}" is no decision; write take or drop`);
      if (!/^\d{1,9}$/.test(number)) throw new Error(`"${number}" is no number of a conflict`);
      const { revision = null } = options;
      if (revision !== null && !/^\d{1,9}$/.test(revision)) throw new Error(`"${revision}" is no revision`);
      await withHub(options, ({ people }) =>
        people.settle(Number(number), what === 'take', revision === null ? null : Number(revision)),
      );
      console.log(what === 'take' ? "The gym's value goes to every gym of the member." : "The hub's value stays.");
    }),
];
