package org.copsedb.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Commits as {@link CommittingProgram} does, and takes more and more memory outside of the heap meanwhile. */
final class HungryProgram {
    private static final int BITE = 4 << 20;
    private static final int PAGE = 4 << 10;

    private HungryProgram() {}

    /** Takes options and path. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread eater = new Thread(HungryProgram::eat, "eater");
        eater.setDaemon(true);
        eater.start();
        CommittingProgram.main(arguments);
    }

    private static void eat() {
        List<ByteBuffer> eaten = new ArrayList<>();
        while (eaten.size() < 1_000) {
            ByteBuffer bite = ByteBuffer.allocateDirect(BITE);
            for (int i = 0; i < BITE; i += PAGE) {
                bite.put(i, (byte) 1);
            }
            eaten.add(bite);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
