interface Question {
  title: string
  text: string
  /** What the button that goes ahead says. */
  confirm: string
  danger?: boolean
}

/** One question at a time, put to the person in a dialog. */
export class Confirm {
  question = $state.raw<Question | null>(null)
  private answerTo: ((yes: boolean) => void) | undefined

  /** A question asked while another is open answers the first with no. */
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
