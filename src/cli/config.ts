/** `lockout config check|show|schema|init`: the configuration without starting anything. */
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { loadConfig } from '../app/config/config.ts';
import { starterFile } from '../app/config/starter.ts';
import { Config } from '../contracts/config.ts';

export function configCommand(): Command {
  const command = new Command('config').description('check, show or write the configuration');
  command
    .command('check')
    .description('check the file and the environment, and print all errors')
    .argument('[file]', 'configuration file')
    .action((file?: string) => {
      const loaded = loadConfig(file);
      console.log(`${loaded.file ?? 'no file: all defaults'}: right, ${loaded.config.bays.length} bay(s)`);
    });
  command
    .command('show')
    .description('print the resulting configuration as YAML')
    .argument('[file]', 'configuration file')
    .action((file?: string) => console.log(stringify(loadConfig(file).config)));
  command
    .command('schema')
    .description('print the JSON schema, for editors')
    .action(() => console.log(JSON.stringify(Config, null, 2)));
  command
    .command('init')
    .description('write an example file that explains every field')
    .argument('[file]', 'file to write', 'lockout.yaml')
    .action((file: string) => {
      if (existsSync(file)) throw new Error(`${file} is there already; nothing was written`);
      writeFileSync(file, starterFile());
      console.log(`${file} written. Every line in it may be left out; edit it, then: npx lockout config check`);
    });
  return command;
}
