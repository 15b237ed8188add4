package org.copsedb.pagestore.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.Stream;
import org.copsedb.pagestore.region.NaiveAllocator;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * A row of edge cases: operations of which the last is at or beyond a limit. Where CopseDB decided otherwise than the
 * original, the design decisions say why.
 *
 * @param name what it is about
 * @param kind whether the last operation is refused, accepted, or refused only by the original's self-checks
 * @param operations what is done
 * @param checkedOutcome the outcome with the original's self-checks
 * @param outcome the outcome without
 */
record EdgeCase(String name, String kind, List<Operation> operations, String checkedOutcome, String outcome) {
    static final String HEADER = "case\tclass\tops\tchecked_build\trelease_build";

    private static final String REFUSED = "panic@";

    static EdgeCase of(String line) {
        String[] columns = line.split("\t", -1);
        assertEquals(5, columns.length, () -> "not understood: " + line);
        List<Operation> operations =
                Stream.of(columns[2].split("; ")).map(Operation::of).toList();
        return new EdgeCase(columns[0], columns[1], operations, columns[3], columns[4]);
    }

    /** Carries out the operations and compares the outcome. */
    void check() {
        Outcome found = run();
        switch (kind) {
            case "accept" -> {
                if (!mayBeStricter() || !found.isRefusedAsCorrupt()) {
                    assertResult(found);
                }
            }
            case "reject" -> {
                if (!hasNoBuddies() || found.refusal() != null) {
                    assertRefused(found);
                } else {
                    assertSound(found);
                }
            }
            case "debug-only" -> {
                if (isSoundAnyway()) {
                    assertResult(found);
                } else {
                    assertRefused(found);
                }
            }
            default -> fail("not understood: class " + kind + " of " + name);
        }
    }

    /** Decoders may refuse what the original believed. */
    private boolean mayBeStricter() {
        return name.startsWith("frombytes-") || name.startsWith("u64-frombytes-");
    }

    /** Blocks that the capacity leaves without a buddy: the original refuses to look at it, here it is not free. */
    private boolean hasNoBuddies() {
        return name.startsWith("npot");
    }

    /** What the original's self-checks refuse by mistake. */
    private boolean isSoundAnyway() {
        return (name.startsWith("npot") && name.endsWith("-shrink")) || name.equals("page-cmp-overflow");
    }

    private Outcome run() {
        Session session = null;
        String result = null;
        for (int number = 1; number <= operations.size(); number++) {
            Operation operation = operations.get(number - 1);
            byte[] before = session == null ? new byte[0] : session.state();
            try {
                if (Session.isHeader(operation)) {
                    session = Session.open(operation);
                } else {
                    result = OracleDirectory.apply(session, operation);
                }
            } catch (IllegalArgumentException | IllegalStateException | CorruptFileException refusal) {
                byte[] after = session == null ? new byte[0] : session.state();
                assertArrayEquals(
                        before, after, () -> name + ": the refused " + operation.text() + " changed the state");
                return new Outcome(session, null, number, refusal);
            }
        }
        return new Outcome(session, result, operations.size(), null);
    }

    private void assertResult(Outcome found) {
        String text = found.result() == null ? "ok" : "ok " + found.result();
        if (found.refusal() != null) {
            throw new AssertionError(name + ": refused", found.refusal());
        }
        // An operation that yields nothing, or whose result is not asked for, is written "ok" alone.
        assertEquals(outcome, text, name);
    }

    private void assertRefused(Outcome found) {
        assertTrue(found.refusal() != null, () -> name + ": not refused, but " + found.result());
        assertTrue(checkedOutcome.startsWith(REFUSED), () -> "not understood: " + checkedOutcome + " of " + name);
        int expected = Integer.parseInt(checkedOutcome.substring(REFUSED.length()));
        // What could never do anything is refused when it is made.
        if (found.operation() != 1) {
            assertEquals(expected, found.operation(), () -> name + ": refused at another operation");
        }
    }

    private void assertSound(Outcome found) {
        if (found.session() instanceof AllocatorSession session) {
            assertArrayEquals(NaiveAllocator.of(session.allocator()).toBytes(), session.state(), name);
        } else {
            fail(name + ": not refused");
        }
    }

    /** How far the operations came. */
    private record Outcome(
            @Nullable Session session,
            @Nullable String result,
            int operation,
            @Nullable RuntimeException refusal) {
        boolean isRefusedAsCorrupt() {
            return refusal instanceof CorruptFileException;
        }
    }
}
