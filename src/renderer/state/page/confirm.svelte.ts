export interface Question {
  title: string
  text: string
  /** Label of the confirm button. */
  confirm: string
  /** Label of the button that changes nothing; Cancel by default. */
  keep?: string
  danger?: boolean
}

/** A confirmation dialog that asks one question at a time. */
export class Confirm {
  question = $state.raw<Question | null>(null)
  private answerTo: ((yes: boolean) => void) | undefined

  /** Resolves to the answer. Asking again answers the open question with no. */
  ask(question: Question): Promise<boolean> {
    this.answer(false)
    this.question = question
    return new Promise((resolve) => (this.answerTo = resolve))
  }

  /** Answers no to a question that no longer applies; any other question stays open. */
  withdraw(question: Question): void {
    if (question === this.question) this.answer(false)
  }

  answer(yes: boolean): void {
    const resolve = this.answerTo
    this.answerTo = undefined
    this.question = null
    resolve?.(yes)
  }
}
