'use strict'
const { join, resolve } = require('node:path')

const root = resolve(__dirname, '..', '..')

module.exports = {
  root,
  modules: join(root, 'node_modules'),
  stamp: join(root, 'node_modules', '.secretary-setup.json'),
  lock: join(root, '.cache', 'setup.lock'),
  panelDist: join(root, 'apps', 'admin', 'dist'),
  panelStamp: join(root, 'apps', 'admin', 'dist', '.sources-hash'),
  rivals: join(root, 'bench', 'rivals'),
}
