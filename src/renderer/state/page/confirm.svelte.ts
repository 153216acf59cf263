interface Question {
  title: string
  text: string
  /** The label of the confirming button. */
  confirm: string
  danger?: boolean
}

/** Asks the user one question at a time in a dialog. */
export class Confirm {
  question = $state.raw<Question | null>(null)
  private answerTo: ((yes: boolean) => void) | undefined

  /** A second question answers the first with no. */
  ask(question: Question): Promise<boolean> {
    this.answer(false)
    this.question = question
    return new Promise((resolve) => (this.answerTo = resolve))
  }

  answer(yes: boolean): void {
    const resolve = this.answerTo
    this.answerTo = undefined
    this.question = null
    resolve?.(yes)
  }
}
