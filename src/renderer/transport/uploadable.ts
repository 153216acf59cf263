/** The part of a file that uploading needs. */
export interface Uploadable {
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}
