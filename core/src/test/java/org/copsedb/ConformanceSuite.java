package org.copsedb;

import java.util.ArrayList;
import java.util.List;
import junit.framework.AssertionFailedError;
import junit.framework.Test;
import junit.framework.TestListener;
import junit.framework.TestResult;
import junit.framework.TestSuite;

/** Runs Guava's suites of tests, which are made for an older JUnit. */
final class ConformanceSuite {
    private ConformanceSuite() {}

    /** Runs all tests and returns what failed, up to a number of failures at which it stops. */
    static List<String> failures(TestSuite suite, int limit) {
        TestResult result = new TestResult();
        List<String> failures = new ArrayList<>();
        result.addListener(new TestListener() {
            @Override
            public void addError(Test test, Throwable error) {
                failures.add(test + ": " + error);
                if (failures.size() == limit) {
                    result.stop();
                }
            }

            @Override
            public void addFailure(Test test, AssertionFailedError failure) {
                addError(test, failure);
            }

            @Override
            public void endTest(Test test) {
                // The number of tests is known before.
            }

            @Override
            public void startTest(Test test) {
                // Nothing to prepare.
            }
        });
        suite.run(result);
        return failures;
    }
}
