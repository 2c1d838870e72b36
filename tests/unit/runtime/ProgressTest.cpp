//===- ProgressTest.cpp - What a user sees while a model trains -----------===//
#include "runtime/report/Progress.h"

#include <gtest/gtest.h>

using namespace dnd::rt;

TEST(ProgressTest, ALineTellsOfTheEpochAndOfTheWhole) {
  StepReport report;
  report.epoch = 2;
  report.epochs = 30;
  report.stepInEpoch = 37;
  report.stepsPerEpoch = 100;
  report.stepsHere = 37;
  report.samplesHere = 3700;
  report.loss = 0.521;
  EXPECT_EQ(stepText(report, 10, 17, 2890),
            "epoch 2/30   37 %  loss 0.521  370 samples/s  17 s left, 48 min "
            "10 s in all");
  // The last epoch is the whole; few samples have digits behind the point.
  report.epoch = 30;
  report.samplesHere = 7;
  report.waited = 4;
  EXPECT_EQ(stepText(report, 10, 17, 17),
            "epoch 30/30   37 %  loss 0.521  0.70 samples/s  17 s left  "
            "waiting for data 40 %");
  report.waited = 1;
  EXPECT_EQ(stepText(report, 10, 17, 17).find("waiting"), std::string::npos);
}

TEST(ProgressTest, WaitingIsToldWithARemedy) {
  EXPECT_EQ(waitingText(3, 10, 0, 8),
            "note: 30 % of the time went into making batches; --loaders 4 "
            "makes them while others compute");
  EXPECT_EQ(waitingText(5, 10, 2, 8),
            "note: 50 % of the time went into waiting for batches, which 2 "
            "loaders make on 8 cores; --loaders 4 makes more of them at a "
            "time");
  EXPECT_EQ(waitingText(5, 10, 1, 1),
            "note: 50 % of the time went into waiting for batches, which 1 "
            "loader makes on 1 core; smaller samples or fewer augmentations "
            "need less");
  EXPECT_EQ(waitingText(1.9, 10, 2, 8), "");
  EXPECT_EQ(waitingText(1.5, 1.9, 2, 8), ""); // over before one could act
}
