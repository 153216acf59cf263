import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures'
import { add, datasetCard, found, openAdd, openDataset, previewImages } from '../features/data'
import { drop, pictures, writeFolder } from '../pictures'

/* A browser does not reveal the path of a folder, so the page sends the folder's files. */

test('a chosen folder of two classes becomes a data set', async ({
  studio: { page, dataFolder },
}) => {
  const folder = writeFolder(path.join(dataFolder, 'my pets'), {
    ...pictures(60, 24, ['cats', 'dogs', 'dogs']),
    'cats/.DS_Store': 'x',
    'dogs/Thumbs.db': 'x',
    '.git/config': 'x',
  })
  await openAdd(page)
  await page.locator('input[webkitdirectory]').setInputFiles(folder)
  await expect(found(page)).toContainText('Zip file of pictures')
  await expect(found(page)).toContainText('60 images')
  await expect(found(page)).toContainText('2, from the names of the folders')
  await expect(found(page).getByText(/skipped|not pictures/)).toHaveCount(0)
  await expect(page.getByLabel('File or folder', { exact: true })).toHaveValue('my pets')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('my pets')
  await expect(previewImages(page).first()).toHaveAccessibleName(/^cats\/\d+\.png, class cats/)
  await add(page, 'My pets')
  await expect(page.getByText('“My pets” is ready to train on')).toBeVisible()
  await expect(datasetCard(page, 'My pets')).toContainText('60 images')
  await openDataset(page, 'My pets')
  const bars = page.getByRole('group', { name: 'Classes' })
  await expect(bars.getByRole('definition')).toHaveText(['20 images', '40 images'])
  // What was uploaded is not needed any more.
  const uploads = path.join(dataFolder, 'uploads')
  await expect.poll(() => (fs.existsSync(uploads) ? fs.readdirSync(uploads) : [])).toEqual([])
})

test('several dropped folders become one data set with these classes', async ({
  studio: { page, dataFolder },
}) => {
  const folder = writeFolder(path.join(dataFolder, 'x'), pictures(30, 24, ['cats', 'dogs', 'fish']))
  await openAdd(page)
  const chosen = ['cats', 'dogs'].map((name) => path.join(folder, name))
  await drop(page, page.getByText(/^Drop /), ...chosen)
  await expect(found(page)).toContainText('20 images')
  await expect(found(page)).toContainText('2, from the names of the folders')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('pictures')
})

test('what cannot be used leaves nothing behind, and says what to do', async ({
  studio: { page, dataFolder },
}) => {
  const idx = { 'train-images-idx3-ubyte': 'x', 'train-labels-idx1-ubyte': 'x' }
  const folder = writeFolder(path.join(dataFolder, 'digits'), idx)
  const uploads = path.join(dataFolder, 'uploads')
  const stored = () => (fs.existsSync(uploads) ? fs.readdirSync(uploads) : [])
  await openAdd(page)
  await drop(page, page.getByText(/^Drop /), folder)
  await expect(page.getByRole('alert')).toContainText('IDX and CIFAR files')
  await expect(page.getByLabel('File or folder', { exact: true })).toHaveAccessibleDescription(
    'Enter the path of the folder on the machine that runs GAN Studio.',
  )
  expect(stored()).toEqual([])
  const notPictures = writeFolder(path.join(dataFolder, 'notes'), { readme: 'no picture' })
  await drop(page, page.getByText(/^Drop /), notPictures)
  await expect(page.getByRole('alert')).toContainText('There are no pictures')
  await expect(page.getByRole('alert')).not.toContainText('uploads')
  await expect.poll(stored).toEqual([])
})

test('the upload of a folder says what it packs, and ends when it is cancelled', async ({
  studio: { page, dataFolder },
}) => {
  const files = pictures(200, 8, ['a', 'b'])
  const folder = writeFolder(path.join(dataFolder, 'many'), files)
  await openAdd(page)
  // The first piece waits, as on a slow connection.
  await page.route('**/uploads/*', (route) =>
    route.request().method() === 'PATCH' ? undefined : route.continue(),
  )
  await page.locator('input[webkitdirectory]').setInputFiles(folder)
  await expect(page.getByText('Uploading many')).toBeVisible()
  await expect(page.getByText('Packing and uploading 200 files…')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await expect(page.getByRole('button', { name: 'Choose a folder to upload' })).toBeVisible()
  const uploads = path.join(dataFolder, 'uploads')
  await expect.poll(() => (fs.existsSync(uploads) ? fs.readdirSync(uploads) : [])).toEqual([])
})
