"use client";

interface Props {
  readonly children: string;
  /** What it says while something is under way. */
  readonly sending: string;
  readonly isPending: boolean;
  readonly isDisabled?: boolean;
  readonly looks?: string;
}

/** Sends its form once. It keeps the focus while it cannot be used, as a disabled button would not. */
export function SendButton({ children, sending, isPending, isDisabled = false, looks }: Props) {
  const isIdle = isPending || isDisabled;
  return (
    <button
      type="submit"
      className={`button button-wide ${looks ?? ""}`}
      aria-disabled={isIdle}
      onClick={(event) => {
        if (isIdle) event.preventDefault();
      }}
    >
      {isPending ? sending : children}
    </button>
  );
}
