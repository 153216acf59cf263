/* Names by which files of known formats are recognised, before anything of them is read. */

/**
 * The name of an MNIST-style IDX file: prefix, split, kind, number of dimensions and `.gz`, such as
 * `emnist-letters-train-images-idx3-ubyte.gz`.
 */
export const IDX_NAME =
  /^(?:(.+)[-_.])?(train|t10k|test)[-_.](images|labels)[-_.]idx([134])[-_.]ubyte(\.gz)?$/i

/** The name, in lower case, of a file of CIFAR-10 or CIFAR-100, in their binary and Python versions. */
export const CIFAR_NAME =
  /^(data_batch_\d+|test_batch|train|test)(\.bin)?$|^(batches\.meta|batches\.meta\.txt|meta)$|^(fine|coarse)_label_names\.txt$/

/** Extensions of pictures; those of formats that are not read are refused by name. */
export const PICTURE_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'png jpg jpeg jpe jfif webp gif bmp dib ' +
    'tif tiff heic heif avif svg ico jxl jp2 psd xcf tga ppm pgm pbm pnm exr qoi dds'
  ).split(' '),
)

/** True for the name of a file of an array format that is read from a folder, without pictures. */
export const isArrayName = (name: string): boolean =>
  IDX_NAME.test(name) || CIFAR_NAME.test(name.toLowerCase())
