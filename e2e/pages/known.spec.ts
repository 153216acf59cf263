import fs from 'node:fs'
import path from 'node:path'
import { goTo } from '../app'
import { expect, test } from '../fixtures'

/* Known data sets, without the network. */

test('downloaded files that are kept are shown and deleted, and nothing else', async ({
  studio: { page, dataFolder },
}) => {
  const folder = path.join(dataFolder, 'downloads', 'emnist')
  fs.mkdirSync(path.join(folder, 'emnist-digits'), { recursive: true })
  fs.writeFileSync(path.join(folder, 'gzip.zip.part'), Buffer.alloc(3_000_000))
  fs.writeFileSync(path.join(folder, 'emnist-digits', 'a.gz'), Buffer.alloc(2_000_000))
  fs.writeFileSync(path.join(folder, 'mine.txt'), 'x')
  await goTo(page, 'Data')
  const cards = page.getByRole('region', { name: 'Known data sets' }).getByRole('listitem')
  const card = (title: string) =>
    cards.filter({ has: page.getByRole('heading', { name: title, exact: true }) })
  await expect(card('EMNIST letters')).toContainText('Downloaded files on disk: 5 MB')
  await expect(card('EMNIST balanced')).toContainText('Downloaded files on disk: 5 MB')
  await expect(card('KMNIST').getByText('Downloaded files on disk')).toHaveCount(0)
  await card('EMNIST letters').getByRole('button', { name: 'Delete downloaded files' }).click()
  await expect(page.getByText('Deleted 5 MB of downloaded files')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete downloaded files' })).toHaveCount(0)
  expect(fs.readdirSync(folder)).toEqual(['mine.txt'])
})

test('files that are not the published ones are refused, and the addresses are listed', async ({
  studio: { page, dataFolder },
}) => {
  const folder = path.join(dataFolder, 'mine')
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'train-images-idx3-ubyte.gz'), 'not the file')
  await goTo(page, 'Data')
  const card = page
    .getByRole('region', { name: 'Known data sets' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'KMNIST', exact: true }) })
  await card.getByRole('button', { name: 'Use downloaded files…' }).click()
  await card.getByText('Addresses of the files').click()
  await expect(card.getByText(/kmnist\/t10k-labels-idx1-ubyte\.gz$/)).toBeVisible()
  await card.getByLabel('Folder with the files').fill(folder)
  await page.keyboard.press('Enter')
  await expect(card.getByRole('alert')).toContainText('The reason is under Imports')
  const imports = page.getByRole('region', { name: 'Imports' })
  await expect(imports).toContainText('This file cannot be used')
  expect(fs.readdirSync(folder)).toEqual(['train-images-idx3-ubyte.gz'])
})
