/** The product's mark: a wall with a check in it. */
export function Logo({ className = 'size-6' }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <path
        d="M4 5h5.5v3.5h3.7V5h5.6v3.5h3.7V5H28v11.5c0 6-4.7 9.7-12 12.3C8.7 26.2 4 22.5 4 16.5z"
        className="fill-accent"
      />
      <path
        d="m10.8 17.2 3.7 3.7 6.9-7.2"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
