/**
 * Writes `protocol.ts` and `sketch/lockout/protocol.h` from `protocol.json`, the one source of the
 * protocol's ids, limits, flags and byte layouts. `--check` writes nothing and exits 1 when a file differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type FieldType = 'u8' | 'u16' | 'u32' | 'i32';
interface Protocol {
  protocolVersion: number;
  firmwareName: string;
  baudRates: Record<string, number>;
  messages: Record<string, { id: number; from: 'device' | 'host'; doc: string; fields: [string, FieldType][] }>;
  crc: { name: string; polynomial: number; initial: number };
  [table: string]: unknown;
}

const TABLES = [
  'sensorKinds',
  'sampleFlags',
  'sensorStates',
  'sensorReasons',
  'ackResults',
  'resetCauses',
  'boardKinds',
  'limits',
];
const SIZE: Record<FieldType, number> = { u8: 1, u16: 2, u32: 4, i32: 4 };
const NOTICE = 'Generated from protocol.json by `npm run protocol`. Do not edit.';

const constantCase = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
const pascalCase = (name: string) => name[0]!.toUpperCase() + name.slice(1);

function tableOf(protocol: Protocol, name: string): Record<string, number> {
  return protocol[name] as Record<string, number>;
}

/** The TypeScript side: one `as const` object per table, and one layout per message. */
function toTypeScript(protocol: Protocol): string {
  const out = [`// ${NOTICE}`, ''];
  out.push(`export const PROTOCOL_VERSION = ${protocol.protocolVersion};`);
  out.push(`export const FIRMWARE_NAME = '${protocol.firmwareName}';`);
  out.push(
    `export const BAUD_RATES = { default: ${protocol.baudRates.default}, fallback: ${protocol.baudRates.fallback} } as const;`,
  );
  out.push(
    `export const CRC = { polynomial: ${protocol.crc.polynomial}, initial: ${protocol.crc.initial} } as const; // ${protocol.crc.name}`,
  );
  out.push('', 'export const MESSAGES = {');
  for (const [name, message] of Object.entries(protocol.messages)) {
    out.push(`  /** From the ${message.from}: ${message.doc}. */`);
    const fields = message.fields.map(([field, type]) => `['${field}', '${type}']`).join(', ');
    out.push(`  ${name}: { id: ${message.id}, from: '${message.from}', fields: [${fields}] },`);
  }
  out.push('} as const;');
  for (const name of TABLES) {
    const entries = Object.entries(tableOf(protocol, name));
    out.push(
      '',
      `export const ${constantCase(name)} = {`,
      ...entries.map(([key, value]) => `  ${key}: ${value},`),
      '} as const;',
    );
  }
  return `${out.join('\n')}\n`;
}

/** The C++ side: the same numbers as `constexpr`, and each message's payload size in bytes. */
function toHeader(protocol: Protocol): string {
  const out = [`// ${NOTICE}`, '#pragma once', '#include <stdint.h>', '', 'namespace protocol {', ''];
  out.push(`constexpr uint8_t kProtocolVersion = ${protocol.protocolVersion};`);
  out.push(`#define LOCKOUT_FIRMWARE_NAME "${protocol.firmwareName}"`);
  out.push(`constexpr uint32_t kBaudDefault = ${protocol.baudRates.default};`);
  out.push(`constexpr uint32_t kBaudFallback = ${protocol.baudRates.fallback};`);
  out.push(
    `constexpr uint16_t kCrcPolynomial = ${protocol.crc.polynomial};`,
    `constexpr uint16_t kCrcInitial = ${protocol.crc.initial};`,
  );
  for (const [name, message] of Object.entries(protocol.messages)) {
    const size = message.fields.reduce((sum, [, type]) => sum + SIZE[type], 0);
    const pascal = name
      .split('_')
      .map((part) => pascalCase(part.toLowerCase()))
      .join('');
    out.push(
      '',
      `// From the ${message.from}: ${message.doc}.`,
      `// ${message.fields.map(([field, type]) => `${field}:${type}`).join(' ')}`,
    );
    out.push(
      `constexpr uint8_t kMessage${pascal} = ${message.id};`,
      `constexpr uint8_t kMessage${pascal}Bytes = ${size};`,
    );
  }
  for (const name of TABLES) {
    const singular = name === 'limits' ? '' : pascalCase(name.replace(/s$/, ''));
    const type = name === 'limits' ? 'uint16_t' : 'uint8_t';
    out.push('');
    for (const [key, value] of Object.entries(tableOf(protocol, name)))
      out.push(`constexpr ${type} k${singular}${pascalCase(key)} = ${value};`);
  }
  out.push('', '}  // namespace protocol');
  return `${out.join('\n')}\n`;
}

const root = new URL(import.meta.url.includes('/dist/') ? '../../firmware-bridge/' : './', import.meta.url);
export const GENERATED = [
  { file: new URL('protocol.ts', root), render: toTypeScript },
  { file: new URL('sketch/lockout/protocol.h', root), render: toHeader },
];
const readProtocol = (): Protocol => JSON.parse(readFileSync(new URL('protocol.json', root), 'utf8')) as Protocol;

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].replaceAll('\\', '/'))) {
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const { file, render } of GENERATED) {
    const text = render(readProtocol());
    if (check) {
      if (readFileSync(file, 'utf8') !== text)
        stale += console.error(`${file.pathname} is stale: run npm run protocol`) ?? 1;
    } else writeFileSync(file, text);
  }
  process.exitCode = stale ? 1 : 0;
}
