/** A plan with one scenario in the current template's form; small, so that a run takes seconds. */
export const smallPlan = (
  scenario: string,
  title = "Small Feature",
): string => `# Openshift-virtualization-tests Test plan

## **${title} - Quality Engineering Plan**

### **Metadata & Tracking**

- **Owning SIG:** sig-virt

### **Feature Overview**

A small feature in the lifecycle of a VM.

### **III. Test Scenarios & Traceability**

- **[VIRT-1]** — As a VM owner, I want it to work
  - *Test Scenario:* [Tier 2] ${scenario}
  - *Priority:* P0
`;

export const SMALL_PLAN = "stps/sig-virt/small-feature.md";
export const SMALL_TEST = "tests/virt/lifecycle/test_small_feature.py";
