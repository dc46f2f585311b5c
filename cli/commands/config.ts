// holdfast config: check, show and describe the config file. Works without a daemon; exit 78 when it can't be used.
import * as z from 'zod'
import { configSchema } from '../../protocol/config.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { configText, loadConfigFile } from '../config-file.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'

const check = defineCommand({
  usage: 'check',
  summary: 'Check the config file',
  options: yargs => yargs,
  async run(invocation) {
    await load(invocation)
    invocation.printJson({ file: invocation.home.config, ok: true })
    invocation.print(`${invocation.home.config} is fine`)
    return EXIT.done
  },
})

const show = defineCommand({
  usage: 'show',
  summary: 'Show the configuration in force, defaults included',
  options: yargs => yargs,
  async run(invocation) {
    const config = await load(invocation)
    invocation.printJson({ file: invocation.home.config, config: z.encode(configSchema, config) })
    invocation.print(`# ${invocation.home.config}\n${configText(config).trimEnd()}`)
    return EXIT.done
  },
})

const schema = defineCommand({
  usage: 'schema',
  summary: 'Print the JSON schema of the config file',
  options: yargs => yargs,
  async run(invocation) {
    const description = z.toJSONSchema(configSchema, { io: 'input' })
    invocation.printJson({ schema: description })
    invocation.print(JSON.stringify(description, undefined, 2))
    return EXIT.done
  },
})

export const configCommand = defineGroup('config', 'Check, show, describe the config file', [check, show, schema])

async function load(invocation: Invocation) {
  const config = await loadConfigFile(invocation.home)
  if (config) return config
  throw new HoldfastError('CONFIG_INVALID', `there is no ${invocation.home.config}`, {
    hint: 'holdfast init NAME founds a mesh here, holdfast join TICKET joins one',
  })
}
