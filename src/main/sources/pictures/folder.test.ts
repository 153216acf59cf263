import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { encodePng } from '../../image/png'
import { openSource } from '../sources'
import type { OpenSource } from '../source'
import { entriesOf, notesOf, png, readEverything } from './testing'

let root: string
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'pictures-'))
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

function put(name: string, data: Uint8Array | string): void {
  fs.mkdirSync(dirname(join(root, name)), { recursive: true })
  fs.writeFileSync(join(root, name), data)
}
const putPictures = async (...names: string[]): Promise<void> => {
  for (const [i, name] of names.entries()) put(name, await png(i))
}
const signal = new AbortController().signal
const open = (path = root): Promise<OpenSource> => openSource({ path, options: {} }, { signal })
const classesOf = (source: OpenSource) =>
  source.description.classes?.map(({ name, images }) => `${name} ${images}`)

describe('classes', () => {
  it('come from folders, sorted', async () => {
    await putPictures('dog/1.png', 'cat/2.png', 'cat/deep/3.png', 'Ähre/4.png')
    const source = await open()
    expect(source.description.kind).toBe('folder')
    expect(source.description.labelsFrom).toBe('folders')
    expect(classesOf(source)).toEqual(['cat 2', 'dog 1', 'Ähre 1'])
    expect(entriesOf(source)).toEqual({
      'cat/2.png': 'train cat',
      'cat/deep/3.png': 'train cat',
      'dog/1.png': 'train dog',
      'Ähre/4.png': 'train Ähre',
    })
    expect(source.description.notes).toEqual([])
  })

  it('that are numbers are sorted as numbers', async () => {
    await putPictures('10/a.png', '9/a.png', '-1/a.png', '100/a.png')
    expect(classesOf(await open())).toEqual(['-1 1', '9 1', '10 1', '100 1'])
  })

  it('are looked for below folders that contain everything, and in parts', async () => {
    await putPictures(
      'set/v2/train/cat/1.png',
      'set/v2/train/dog/2.png',
      'set/v2/val/dog/3.png',
      'set/v2/Test/cat/4.png',
    )
    const source = await open()
    expect(Object.values(entriesOf(source))).toEqual([
      'test cat',
      'train cat',
      'train dog',
      'test dog',
    ])
    expect(source.description).toMatchObject({ images: 2, testImages: 2 })
    expect(classesOf(source)).toEqual(['cat 1', 'dog 1'])
  })

  it('are none without folders, or with one', async () => {
    await putPictures('a.png', 'b.png')
    expect((await open()).description.classes).toBeNull()
    await putPictures('only/c.png')
    const source = await open()
    expect(source.description.classes).toBeNull()
    expect(source.description.labelsFrom).toBeNull()
    expect(
      Object.values(await readEverything(source)).every((bytes) => typeof bytes === 'object'),
    ).toBe(true)
  })

  it('leave out pictures outside the class folders, with a note', async () => {
    await putPictures('cover.png', 'cat/1.png', 'dog/2.png')
    const source = await open()
    expect((await readEverything(source))['cover.png']).toBe('pictureOutsideClasses')
    expect(notesOf(source)).toEqual([expect.stringMatching(/^1 picture outside the class folders/)])
  })

  it('are none if there are more than 1,000', async () => {
    const picture = await png(1)
    for (let i = 0; i < 1001; i++) put(`${i}/a.png`, picture)
    const source = await open()
    expect(source.description.classes).toBeNull()
    expect(notesOf(source)).toEqual([
      expect.stringMatching(/1,001 different labels, more than 1,000/),
    ])
  })

  it('of a set for testing alone are for training', async () => {
    await putPictures('test/cat/1.png', 'test/dog/2.png')
    expect((await open()).description).toMatchObject({ images: 2, testImages: 0 })
  })
})

describe('a labels file', () => {
  it.each<[string, string, string]>([
    ['CSV', 'labels.csv', 'file,label\na.png,cat\nsub/b.png,dog\n'],
    [
      'CSV of another name, with other columns',
      'mine.csv',
      'id;n;Class Name\na;1;cat\nsub/b;2;dog\n',
    ],
    [
      'CSV with a byte order mark and quotes',
      'train.csv',
      '\ufeff"image","category"\r\n"a.png","cat"\r\n"./sub/b.png","dog"\r\n',
    ],
    ['CSV without a heading', 'labels.csv', 'a.png,cat\nb.png,dog\n'],
    ['TSV', 'labels.tsv', 'filename\tlabel\na.png\tcat\nsub\\b.png\tdog\n'],
    ['dataset.json', 'dataset.json', '{"labels": [["a.png", "cat"], ["sub/b.png", "dog"]]}'],
    ['a record', 'labels.json', '{"a.png": "cat", "sub/b.png": "dog"}'],
    [
      'a list',
      'labels.json',
      '[{"file": "a.png", "label": "cat"}, {"file": "sub/b", "label": "dog"}]',
    ],
    [
      'metadata.jsonl',
      'metadata.jsonl',
      '{"file_name": "a.png", "label": "cat"}\n{"file_name": "sub/b.png", "label": "dog"}\n\n',
    ],
  ])('is read: %s', async (_, name, content) => {
    await putPictures('a.png', 'sub/b.png')
    put(name, content)
    const source = await open()
    expect(source.description.labelsFrom).toBe('file')
    expect(entriesOf(source)).toEqual({ 'a.png': 'train cat', 'sub/b.png': 'train dog' })
    expect(source.description.notes).toEqual([])
  })

  it('beside the folder of the pictures is found', async () => {
    await putPictures('images/a.png', 'images/b.png')
    put('labels.csv', 'file,label\nimages/a.png,1\nb.png,0\n')
    expect(entriesOf(await open())).toEqual({
      'images/a.png': 'train 1',
      'images/b.png': 'train 0',
    })
  })

  it('has numbers as classes, in their order', async () => {
    await putPictures('a.png', 'b.png', 'c.png')
    put('dataset.json', '{"labels": [["a.png", 10], ["b.png", 9], ["c.png", 10]]}')
    expect(classesOf(await open())).toEqual(['9 1', '10 2'])
  })

  it('that is incomplete, names missing files or contradicts itself is noted', async () => {
    await putPictures('a.png', 'b.png', 'c.png')
    put('labels.csv', 'file,label\na.png,x\na.png,y\nb.png,x\ngone.png,x\n')
    const source = await open()
    expect(entriesOf(source)).toEqual({
      'a.png': 'train y',
      'b.png': 'train x',
      'c.png': 'train -',
    })
    expect((await readEverything(source))['c.png']).toBe('pictureWithoutLabel')
    expect(notesOf(source)).toEqual([
      expect.stringMatching(/names missing files \(1 file\); the first is gone.png/),
      expect.stringMatching(/names 1 file more than once/),
      expect.stringMatching(/1 picture without a label will be refused; the first is c.png/),
    ])
  })

  it.each([
    [
      'labels.csv',
      'one,two\n1,2\n',
      /no columns of file names and labels; its columns are: one, two .*"file" and "label".*filename.*category/,
    ],
    ['labels.csv', 'File Name;breed\na.png;cat\n', /no column of labels; .*: File Name, breed/],
    ['labels.csv', 'breed,class\nx,cat\n', /no column of file names; .*: breed, class/],
    [
      'labels.csv',
      `${Array.from({ length: 5000 }, (_, i) => `column${i}`).join(',')}\n`,
      /column11, … \(labels/,
    ],
    ['labels.csv', 'file,label\na.png,"cat\n', /cannot be used: .*line/],
    ['labels.json', '[["a.png", "cat", "x"], 7]', /something other than labels/],
    ['labels.json', '[{"path": "a.png", "breed": "cat"}]', /columns are: path, breed/],
    ['labels.csv', 'file,label\n', /has no labels/],
    ['metadata.jsonl', '{"file": "a.png", "label": 1}\n\n{oops}\n', /^Line 3 of the labels file/],
    ['labels.json', '{"broken', /cannot be used/],
    ['labels.json', `${'['.repeat(500)}${']'.repeat(500)}`, /nested more than/],
    ['labels.csv', 'file,label\nelsewhere.png,x\n', /names none of the pictures.*elsewhere/],
    ['metadata.jsonl', '{"file_name": "a.png"}\n', /no column of labels; .*: file_name /],
  ])('%s that cannot be used is noted, and folders are used', async (name, content, note) => {
    await putPictures('x/a.png', 'y/b.png')
    put(name, content)
    const source = await open()
    expect(source.description.labelsFrom).toBe('folders')
    expect(notesOf(source)[0]).toMatch(note)
  })

  it.each([
    [
      'labels.csv',
      'file,label\na.png,x\n\n"b.png\n",y\nb.png,\nb.png\n,z\n',
      /3 incomplete lines, which are not used; the first, line 6, has no label$/,
    ],
    [
      'labels.csv',
      'a.png,x\nb.png,\n',
      /an incomplete line, which is not used: line 2 has no label$/,
    ],
    ['labels.jsonl', '{"file":"a.png","label":1}\n\n{"label":1}\n', /line 3 has no file name$/],
    [
      'labels.json',
      '[{"file":"a.png","label":"x"}, {"file":"b.png","label":null}]',
      /entry 2 has no label$/,
    ],
  ])(
    '%s with incomplete rows is used, and the first of them named',
    async (name, content, note) => {
      await putPictures('a.png', 'b.png')
      put(name, content)
      const source = await open()
      expect(source.description.labelsFrom).toBe('file')
      expect(notesOf(source)[0]).toMatch(note)
    },
  )

  it.each([
    [
      'labels.csv',
      'file,label,Label\na.png,x,y\nb.png,z,y\n',
      'x 1,z 1',
      /“label”: column 2 is used/,
    ],
    [
      'labels.csv',
      'file,label,file\na.png,x,b\nb.png,z,a\n',
      'x 1,z 1',
      /“file”: column 1 .*column 3/,
    ],
    [
      'labels.json',
      '{"a.png":"x","b.png":"z","a.png":"y"}',
      'y 1,z 1',
      /1 file more than once.*a\.png/,
    ],
    ['labels.json', '{"labels":{"a.png":"x","b.png":1,"a.png":2}}', '1 1,2 1', /1 file more than/],
  ])(
    '%s with repeated columns or files is used, with a note: %s',
    async (name, content, classes, note) => {
      await putPictures('a.png', 'b.png')
      put(name, content)
      const source = await open()
      expect(classesOf(source)?.join()).toBe(classes)
      expect(notesOf(source)).toEqual([expect.stringMatching(note)])
    },
  )

  it('that repeats a file with the same label causes no note', async () => {
    await putPictures('a.png', 'b.png')
    put('labels.json', '{"a.png":"x","b.png":"z","a.png":"x"}')
    expect(notesOf(await open())).toEqual([])
  })

  it('that is damaged is quoted without control characters', async () => {
    await putPictures('x/a.png', 'y/b.png')
    put('labels.json', '{"a.png": \u0001\u001b[31m}')
    expect(notesOf(await open())[0]).toMatch(/cannot be used: \P{Cc}+$/u)
  })

  it('without labels, as StyleGAN writes it, is no problem', async () => {
    await putPictures('a.png', 'b.png')
    put('dataset.json', '{"labels": null}')
    const { description } = await open()
    expect(description.classes).toBeNull()
    expect(description.notes).toEqual([])
  })

  it('is safe with names of properties', async () => {
    await putPictures('a.png', 'b.png')
    put('labels.json', '{"a.png": "__proto__", "b.png": "constructor"}')
    expect(classesOf(await open())).toEqual(['__proto__ 1', 'constructor 1'])
  })
})

describe('listing', () => {
  it('skips what plainly is no picture, with a note', async () => {
    await putPictures('a.png', '.hidden.png', '.git/b.png', '__MACOSX/._a.png')
    for (const name of ['.DS_Store', 'Thumbs.db', 'readme.txt', 'licence', 'old.zip', 'b.tar.gz'])
      put(name, 'x')
    const source = await open()
    expect(Object.keys(entriesOf(source))).toEqual(['a.png'])
    expect(notesOf(source)).toEqual([
      expect.stringMatching(
        /^Files that are not pictures will be skipped \(4 files\): \.git, \.hidden\.png, readme\.txt, …$/,
      ),
      expect.stringMatching(/^Archives .*2 archives.*: b.tar.gz, old.zip/),
    ])
  })

  it('does not mention a labels file that cannot be used a second time', async () => {
    await putPictures('a.png')
    put('labels.csv', 'filename,species\na.png,wren\n')
    put('other.csv', 'x\n')
    const notes = notesOf(await open())
    expect(notes.filter((note) => note.includes('labels.csv'))).toHaveLength(1)
    expect(notes.filter((note) => note.includes('other.csv'))).toHaveLength(1)
  })

  it('counts the sampled pictures that cannot be used', async () => {
    await putPictures('a.png', 'b.png')
    put('c.png', '<!doctype html><html></html>')
    put('d.png', '')
    const source = await open()
    expect(source.description).toMatchObject({ images: 4, sampled: 2, unusable: 2 })
    expect(notesOf(source)).toEqual([
      '2 of 4 sampled pictures cannot be used; the first is c.png: The file is a web page, not a picture',
    ])
  })

  it('does not call a picture cut short if its header is longer than what is sampled', async () => {
    const profile = Buffer.alloc(60_000)
    profile.set([0xff, 0xe2, 0xea, 0x5e])
    const start = Buffer.from([0xff, 0xd8, ...[0xff, 0xc0, 0, 11, 8, 0, 9, 0, 7, 1, 1, 0x11, 0]])
    const jpeg = (profiles: number): Buffer =>
      Buffer.concat([
        start.subarray(0, 2),
        ...Array.from({ length: profiles }, () => profile),
        start.subarray(2),
      ])
    put('long.jpg', jpeg(6))
    put('short.jpg', jpeg(1))
    put('torn.jpg', jpeg(1).subarray(0, 50_000))
    const { sampled, unusable, sizes } = (await open()).description
    expect({ sampled, unusable }).toEqual({ sampled: 1, unusable: 1 })
    expect(sizes).toEqual([{ width: 7, height: 9, images: 1 }])
  })

  it('recognises pictures without an extension', async () => {
    await putPictures('0a1b2c', 'noise')
    put('noise', 'not a picture')
    expect(Object.keys(entriesOf(await open()))).toEqual(['0a1b2c'])
  })

  it('reads any name, sorted by code units of the normal form', async () => {
    const names = [
      'é.png',
      'e\u0301/e\u0301.png',
      '\u202eשלום.png',
      '🎨🖼️.png',
      `${'x'.repeat(251)}.png`,
      'a b\n"c".png',
      'Z.png',
      'a.png',
    ]
    await putPictures(...names)
    const source = await open()
    const found = Object.keys(entriesOf(source))
    expect(found).toEqual(names.map((name) => name.normalize('NFC')).sort())
    const read = await readEverything(source)
    for (const [i, name] of names.entries()) {
      expect(read[name.normalize('NFC')]).toEqual(Buffer.from(await png(i)))
    }
  })

  it('refuses pipes, sockets and links by name, and opens none of them', async () => {
    await putPictures('real.png', 'inner/target.png')
    const outside = fs.mkdtempSync(join(tmpdir(), 'outside-'))
    fs.writeFileSync(join(outside, 'secret.png'), await png(9))
    const link = (target: string, name: string) => fs.symlinkSync(target, join(root, name))
    execFileSync('mkfifo', [join(root, 'pipe.png')])
    const server = createServer().listen(join(root, 'socket.png'))
    await new Promise((listening) => server.once('listening', listening))
    link('/dev/zero', 'device.png')
    link('inner/target.png', 'good.png')
    link(join(outside, 'secret.png'), 'outside.png')
    link(outside, 'folder')
    link('.', 'loop')
    link('circle.png', 'circle.png')
    link('nowhere.png', 'broken.png')
    try {
      const read = await readEverything(await open())
      expect(read).toEqual({
        'broken.png': 'pictureLinkBroken',
        'circle.png': 'pictureLinkBroken',
        'device.png': 'pictureNotAFile',
        folder: 'pictureLinkToFolder',
        'good.png': Buffer.from(await png(1)),
        'inner/target.png': Buffer.from(await png(1)),
        loop: 'pictureLinkToFolder',
        'outside.png': 'pictureLinkLeadsOutside',
        'pipe.png': 'pictureNotAFile',
        'real.png': Buffer.from(await png(0)),
        'socket.png': 'pictureNotAFile',
      })
    } finally {
      server.close()
      fs.rmSync(outside, { recursive: true })
    }
  })

  it('refuses a name that is no text', async () => {
    await putPictures('a.png')
    const name = Buffer.concat([
      Buffer.from(`${root}/`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('.png'),
    ])
    fs.writeFileSync(name, await png(1))
    const read = await readEverything(await open())
    expect(Object.values(read)).toEqual([Buffer.from(await png(0)), 'pictureNameNotText'])
  })

  it('refuses files above the limit without reading them', async () => {
    await putPictures('a.png')
    put('huge.png', '')
    fs.truncateSync(join(root, 'huge.png'), 2 ** 40)
    expect((await readEverything(await open()))['huge.png']).toBe('pictureFileTooLarge')
  })

  it('leaves out folders nested too deeply, and says so', async () => {
    await putPictures(`${'d/'.repeat(40)}a.png`)
    expect((await failureOf(open)).problem?.code).toBe('foldersTooDeep')
    await putPictures('b.png', `${'d/'.repeat(32)}c.png`)
    const source = await open()
    expect(Object.keys(entriesOf(source))).toEqual(['b.png', `${'d/'.repeat(32)}c.png`])
    expect(notesOf(source)[0]).toMatch(
      /more than 32 levels deep will be skipped \(1 folder\): d\/d/,
    )
  })

  it('does not read what the system makes up', async () => {
    for (const path of ['/proc', '/proc/self', '/proc/meminfo', '/sys']) {
      if (!fs.existsSync(path)) continue
      expect((await failureOf(() => open(path))).problem?.code).toBe('sourceSpecial')
    }
  })

  it('that takes too long ends with what was found, and says so', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? 'a' : 'b'}/${i}.png`)
    await putPictures(...names)
    let asked = 0
    const enough = () => ++asked > 10
    const source = await openSource({ path: root, options: {} }, { signal, enough })
    // Two of the eleven entries are folders.
    expect(source.count).toBe(9)
    expect(notesOf(source)[0]).toMatch(/only the first 9 files/)
    expect((await open()).count).toBe(40)
    const first = { signal, enough: () => true }
    const failure = await failureOf(() => openSource({ path: root, options: {} }, first))
    expect(failure.message).toMatch(/^No files have been found so far/)
    put('1.txt', 'text')
    const other = await failureOf(() => openSource({ path: root, options: {} }, first))
    expect(other.message).toMatch(/no pictures .*: the first file found is not one, and/)
  })

  it('recognises only some files by their content if that takes too long', async () => {
    for (let i = 0; i < 100; i++) put(`${i}`, await png(i))
    let asked = 0
    const late = { signal, enough: () => ++asked > 150 }
    const source = await openSource({ path: root, options: {} }, late)
    expect([source.count, notesOf(source)[0]]).toEqual([
      51,
      expect.stringMatching(/first 51 files/),
    ])
  })

  it('says what is missing', async () => {
    expect((await failureOf(open)).problem?.code).toBe('folderWithoutPictures')
    expect((await failureOf(() => open(join(root, 'nothing')))).problem?.code).toBe('sourceMissing')
  })

  it('ends when aborted', async () => {
    await putPictures('a.png')
    const aborted = AbortSignal.abort(new RangeError('cancelled'))
    await expect(openSource({ path: root, options: {} }, { signal: aborted })).rejects.toThrow(
      'cancelled',
    )
    await expect(async () => {
      for await (const _ of (await open()).read([0], aborted));
    }).rejects.toThrow('cancelled')
  })
})

describe('a folder that changes', () => {
  it('refuses each file that has changed or gone, and reads the others', async () => {
    await putPictures('a.png', 'b.png', 'c.png', 'd.png', 'e.png')
    const source = await open()
    put('b.png', await png(77, 5))
    fs.rmSync(join(root, 'c.png'))
    fs.rmSync(join(root, 'd.png'))
    execFileSync('mkfifo', [join(root, 'd.png')])
    put('new.png', await png(1))
    const read = await readEverything(source)
    expect(read).toEqual({
      'a.png': Buffer.from(await png(0)),
      'b.png': 'pictureChanged',
      'c.png': 'pictureGone',
      'd.png': 'notARegularFile',
      'e.png': Buffer.from(await png(4)),
    })
  })

  it('is an error if all of it is gone', async () => {
    await putPictures('a.png', 'b.png')
    const source = await open()
    fs.rmSync(root, { recursive: true })
    expect((await failureOf(() => readEverything(source))).problem?.code).toBe('sourceMissing')
  })

  it('has another stamp; an unchanged one has the same', async () => {
    await putPictures('x/a.png', 'y/b.png')
    const { stamp } = await open()
    expect((await open()).stamp).toBe(stamp)
    const stamps = new Set([stamp])
    put('y/c.png', await png(3))
    stamps.add((await open()).stamp)
    fs.utimesSync(join(root, 'y/c.png'), 5, 5)
    stamps.add((await open()).stamp)
    put('labels.csv', 'file,label\na,1\n')
    stamps.add((await open()).stamp)
    put('labels.csv', 'file,label\na,2\n')
    stamps.add((await open()).stamp)
    expect(stamps.size).toBe(5)
  })
})

it('describes sizes, colour and transparency of a sample', async () => {
  for (let i = 0; i < 450; i++) {
    put(
      `${i}.png`,
      await encodePng({
        width: i % 3 === 0 ? 2 : 1,
        height: 1,
        channels: 1,
        data: new Uint8Array(2 - Number(i % 3 !== 0)),
      }),
    )
  }
  put('not.png', 'text')
  const { sampled, sizes, colour, transparent, images } = (await open()).description
  expect(images).toBe(451)
  expect(sampled).toBeGreaterThanOrEqual(199)
  expect(sizes.map(({ width, height }) => [width, height])).toEqual([
    [1, 1],
    [2, 1],
  ])
  expect(sizes.reduce((sum, size) => sum + size.images, 0)).toBe(sampled)
  expect({ colour, transparent }).toEqual({ colour: false, transparent: false })
  put('zz.png', fs.readFileSync('test/fixtures/pictures/over-sheer.png'))
  const alone = fs.mkdtempSync(join(root, 'alone-'))
  fs.copyFileSync('test/fixtures/pictures/turned-6.jpg', join(alone, 'a.jpg'))
  fs.copyFileSync('test/fixtures/pictures/over-sheer.png', join(alone, 'b.png'))
  const described = (await open(alone)).description
  expect(described).toMatchObject({ colour: true, transparent: true, sampled: 2 })
  expect(described.sizes).toEqual([
    { width: 24, height: 17, images: 1 },
    { width: 17, height: 24, images: 1 },
  ])
})
